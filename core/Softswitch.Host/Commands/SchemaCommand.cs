using Softswitch.Host.Commands.Dialplans;
using Softswitch.Host.Configuration;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Host.Commands;

/// <summary><c>softswitch schema ACCOUNT</c>: what an editor needs to complete and to check the account's files while they are written.</summary>
internal static class SchemaCommand
{
    /// <summary>Prints the schema; the exit code.</summary>
    public static async Task<int> RunAsync(ConfigurationSources sources, string account, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var (configuration, _) = ConfigurationLoader.Load(sources);
        var (plugins, problems) = await OfflineDialplans.OpenPluginsAsync(configuration, cancellation);
        await using var host = plugins;
        foreach (var problem in problems) await errors.WriteLineAsync(problem);
        try
        {
            if (AccountSchema.Of(configuration.Accounts(configuration.Language(plugins)), account) is { } schema)
            {
                await output.WriteLineAsync(schema);
                return ExitCodes.Success;
            }

            await errors.WriteLineAsync($"softswitch: there is no account '{account}' in {configuration.Dialplans}.");
            return ExitCodes.Failure;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync("softswitch: " + e.Message);
            return ExitCodes.Failure;
        }
    }
}
