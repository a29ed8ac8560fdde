using Softswitch.Host.Configuration;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Host.Commands;

/// <summary><c>softswitch schema ACCOUNT</c>: what an editor needs to complete and to check the account's files while they are written.</summary>
internal static class SchemaCommand
{
    /// <summary>Prints the schema; the exit code.</summary>
    public static int Run(ConfigurationSources sources, string account, TextWriter output, TextWriter errors)
    {
        var (configuration, _) = ConfigurationLoader.Load(sources);
        try
        {
            if (AccountSchema.Of(configuration.Accounts(AccountLanguage.KernelOnly), account) is not { } schema)
            {
                errors.WriteLine($"softswitch: there is no account '{account}' in {configuration.Dialplans}.");
                return ExitCodes.Failure;
            }

            output.WriteLine(schema);
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine("softswitch: " + e.Message);
            return ExitCodes.Failure;
        }
    }
}
