using Softswitch.Host.Commands;
using Softswitch.Host.Configuration;

namespace Softswitch.Host.Tests.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private const string Valid = "dialplan: 1\naccount: acme\ndomains: [acme.example]\nextensions:\n  \"100\": { secret: abc }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("softswitch-").FullName;
    private readonly StringWriter _output = new();

    public void Dispose()
    {
        _output.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Accounts_without_a_finding_pass()
    {
        Write("acme.yaml", Valid);

        Assert.Equal(ExitCodes.Success, Check());
        Assert.Equal("1 account(s) checked, nothing found\n", _output.ToString());
    }

    [Fact]
    public void Findings_of_configuration_and_accounts_come_together()
    {
        Write("acme.yaml", Valid.Replace("secret", "sceret", StringComparison.Ordinal));

        Assert.Equal(ExitCodes.Findings, Check(("http", "8080")));

        Assert.Contains("--http:1:1 SSW2106", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("acme.yaml:5:12 SSW2102", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("did you mean 'secret'?", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_can_be_given_instead_of_the_configured_one()
    {
        Write("acme.yaml", Valid);
        var sources = new ConfigurationSources(null, new Dictionary<string, string>(), [("dialplans", "/nowhere")]);

        Assert.Equal(ExitCodes.Success, CheckCommand.Run(sources, [_folder], _output));
    }

    private int Check(params (string, string)[] options) => CheckCommand.Run(
        new ConfigurationSources(null, new Dictionary<string, string>(), [("dialplans", _folder), .. options]), [], _output);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
