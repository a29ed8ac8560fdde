using System.Text.Json;
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
    public async Task Accounts_without_a_finding_pass()
    {
        Write("acme.yaml", Valid);

        Assert.Equal(ExitCodes.Success, await CheckAsync());
        Assert.Equal("1 account(s) checked, nothing found\n", _output.ToString());
    }

    [Fact]
    public async Task Findings_of_configuration_and_accounts_come_together()
    {
        Write("acme.yaml", Valid.Replace("secret", "sceret", StringComparison.Ordinal));

        Assert.Equal(ExitCodes.Findings, await CheckAsync(("http", "8080")));

        Assert.Contains("--http:1:1 SSW2106", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("acme.yaml:5:12 SSW2102", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("did you mean 'secret'?", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_can_be_given_instead_of_the_configured_one()
    {
        Write("acme.yaml", Valid);
        var sources = new ConfigurationSources(null, new Dictionary<string, string>(), [("dialplans", "/nowhere")]);

        Assert.Equal(ExitCodes.Success, await CheckCommand.RunAsync(sources, [_folder], FindingFormat.Text, _output));
    }

    [Fact]
    public async Task Findings_are_printed_for_machines_too()
    {
        Write("acme.yaml", Valid.Replace("secret", "sceret", StringComparison.Ordinal));

        Assert.Equal(ExitCodes.Findings, await CheckAsync(FindingFormat.Json));
        using (var json = JsonDocument.Parse(_output.ToString()))
        {
            var finding = json.RootElement[1];
            Assert.Equal((5, 12, "SSW2102"), (finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32(), finding.GetProperty("code").GetString()));
        }

        _output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Findings, await CheckAsync(FindingFormat.Sarif));
        using var sarif = JsonDocument.Parse(_output.ToString());
        var run = sarif.RootElement.GetProperty("runs")[0];
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        Assert.Equal(2, run.GetProperty("results").GetArrayLength());
        Assert.Equal(5, run.GetProperty("results")[1].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
    }

    [Fact]
    public async Task The_schema_of_an_account_knows_what_it_has()
    {
        Write("acme.yaml", Valid + "numbers: { \"+506\": office }\nflows:\n  office: [ bridge: { to: ext:100 } ]\n  broken: 5\n");
        var sources = new ConfigurationSources(null, new Dictionary<string, string>(), [("dialplans", _folder), ("data", Path.Combine(_folder, "data"))]);

        Assert.Equal(ExitCodes.Success, await SchemaCommand.RunAsync(sources, "acme", _output, _output, default));
        using var schema = JsonDocument.Parse(_output.ToString());
        var definitions = schema.RootElement.GetProperty("$defs");
        Assert.Equal(["broken", "office"], definitions.GetProperty("flow").GetProperty("enum").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("100", definitions.GetProperty("extension").GetProperty("enum")[0].GetString());
        Assert.Contains(definitions.GetProperty("step").GetProperty("anyOf").EnumerateArray(), step => step.GetProperty("required")[0].GetString() == "bridge");
        Assert.Equal(ExitCodes.Failure, await SchemaCommand.RunAsync(sources, "globex", _output, _output, default));
    }

    private Task<int> CheckAsync(params (string, string)[] options) => CheckAsync(FindingFormat.Text, options);

    private Task<int> CheckAsync(FindingFormat format, params (string, string)[] options) => CheckCommand.RunAsync(
        new ConfigurationSources(null, new Dictionary<string, string>(), [("dialplans", _folder), .. options]), [], format, _output);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
