using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Steps;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Kernel.Tests.Accounts;

/// <summary>Calendars and the like, which are part of a version, and recordings, which are not.</summary>
public sealed class BesidePlanTests : IDisposable
{
    private const string Plan = """
        dialplan: 1
        account: acme
        domains: [acme.localhost]
        uses: { calendar: ^1 }
        numbers: { "1": office }
        flows:
          office:
            - calendar: { file: cr.ics }
            - play: { prompt: welcome }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("softswitch-beside-").FullName;
    private readonly MemoryDialplanStore _store = new(TimeProvider.System);

    public BesidePlanTests()
    {
        Write("plans/acme.yaml", Plan);
        Write("plans/acme/cr.ics", "first");
        Write("plans/acme/prompts/welcome.wav", "RIFF");
        Write("sounds/digits/1.wav", "RIFF");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_version_has_the_content_of_its_files_and_a_rollback_brings_it_back()
    {
        using var catalogue = Catalogue();
        Assert.Empty((await catalogue.LoadAsync()).Findings);
        Assert.Equal("first", Calendar(catalogue));

        Write("plans/acme/cr.ics", "second");
        Assert.Equal(["acme"], (await catalogue.LoadAsync()).Published);
        Assert.Equal("second", Calendar(catalogue));

        Assert.Empty((await catalogue.RollbackAsync("acme", null, default))!.Findings);
        Assert.Equal("first", Calendar(catalogue));
    }

    [Fact]
    public async Task A_node_that_has_only_the_versions_has_their_files()
    {
        Write("elsewhere/acme/prompts/welcome.wav", "RIFF");
        using (var catalogue = Catalogue("elsewhere"))
        {
            await catalogue.LoadAsync();
            Assert.Empty((await catalogue.PublishAsync(AccountFiles.Read(Path.Combine(_folder, "plans/acme.yaml"), out _), "publish", default)).Findings);
        }

        using var other = Catalogue("elsewhere");
        await other.LoadAsync();

        Assert.Equal("first", Calendar(other));
    }

    [Fact]
    public async Task What_a_plan_names_and_is_not_there_is_said_with_what_was_probably_meant()
    {
        Write("plans/acme.yaml", Plan.Replace("cr.ics", "rc.ics", StringComparison.Ordinal).Replace("welcome", "welcom", StringComparison.Ordinal));
        using var catalogue = Catalogue();

        Assert.Equal(
            [
                "acme.yaml:8:25 SSW2214 there is no file 'rc.ics' beside the plan; did you mean 'cr.ics'?",
                "acme.yaml:9:23 SSW2213 unknown prompt 'welcom'; did you mean 'welcome'?",
            ],
            (await catalogue.LoadAsync()).Findings.Select(finding => Path.GetFileName(finding.File) + finding.ToString()[finding.File.Length..]));
    }

    [Fact]
    public async Task Where_the_systems_recordings_are_not_there_any_name_will_do()
    {
        Directory.Delete(Path.Combine(_folder, "sounds"), recursive: true);
        Write("plans/acme.yaml", Plan.Replace("welcome", "hello-world", StringComparison.Ordinal));
        using var catalogue = Catalogue();

        Assert.Empty((await catalogue.LoadAsync()).Findings);
    }

    [Fact]
    public async Task A_recording_that_is_gone_later_does_not_take_the_account_with_it()
    {
        using (var catalogue = Catalogue()) await catalogue.LoadAsync();
        File.Delete(Path.Combine(_folder, "plans/acme/prompts/welcome.wav"));

        using var restarted = Catalogue();
        await restarted.LoadAsync();

        Assert.NotNull(restarted.Find("acme"));
    }

    [Fact]
    public async Task What_is_too_large_or_too_many_to_lie_beside_a_plan_is_a_finding()
    {
        Write("plans/acme/film.mov", new string('x', PlanContents.LongestBeside + 1));
        using var catalogue = Catalogue();
        Assert.EndsWith("film.mov:1:1 SSW2005 a file beside the plan has at most 1 MB; recordings belong in prompts/", Assert.Single((await catalogue.LoadAsync()).Findings).ToString(), StringComparison.Ordinal);

        for (var i = 0; i < PlanContents.MostBeside; i++) Write($"plans/acme/many/{i}", "");
        Assert.Contains("SSW2005 more than 100 files lie beside the plan", Assert.Single((await catalogue.LoadAsync()).Findings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layers_have_files_of_their_own()
    {
        Write("plans/_platform/a.yaml", "dialplan: 1\nlayer: platform\nuses: { calendar: ^1 }\ncodes: { \"*1\": help }\nflows:\n  help: [ calendar: { file: cr.ics } ]\n");
        Write("plans/_platform/cr.ics", "of the platform");
        using var catalogue = Catalogue();

        Assert.Empty((await catalogue.LoadAsync()).Findings);

        Assert.True(catalogue.Find("acme")!.Plan.Codes.TryMatch("*1", out var first, out _));
        Assert.Equal("of the platform", first!.Options.File("cr.ics").Text);
        Assert.Equal("first", Calendar(catalogue));
    }

    [Fact]
    public void The_schema_completes_what_there_is()
    {
        var schema = AccountSchema.Of(new AccountCatalogueOptions { Folder = Path.Combine(_folder, "plans"), Language = Language("plans") }, "acme");

        using var json = JsonDocument.Parse(schema!);
        var definitions = json.RootElement.GetProperty("$defs");
        Assert.Equal("[\"digits/1\",\"welcome\"]", Words(definitions.GetProperty("prompt")));
        Assert.Equal("[\"cr.ics\"]", Words(definitions.GetProperty("file")));
        Assert.Contains("\"calendar\"", schema, StringComparison.Ordinal);

        static string Words(JsonElement definition) => JsonSerializer.Serialize(definition.GetProperty("anyOf")[0].GetProperty("enum"));
    }

    private static string Calendar(AccountCatalogue catalogue) => catalogue.Find("acme")!.Plan.Numbers["1"].Options.File("cr.ics").Text;

    private AccountCatalogue Catalogue(string folder = "plans") => new(new AccountCatalogueOptions { Folder = Path.Combine(_folder, folder), Language = Language(folder) }, _store, NullLogger.Instance);

    private PlanLanguage Language(string folder) => AccountLanguage.Of(new Steps(), new AccountResources(Path.Combine(_folder, folder), Path.Combine(_folder, "sounds")));

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private sealed class Steps : IStepCatalogue
    {
        public IReadOnlyCollection<StepType> KernelSteps => KernelStepManifest.Instance.KernelSteps;

        public IReadOnlyCollection<PluginType> Installed
        {
            get
            {
                using var manifest = JsonDocument.Parse("""
                    { "id": "calendar", "version": "1.0.0", "steps": [ { "name": "calendar", "summary": "Looks.", "options": {
                      "type": "object", "required": ["file"], "properties": { "file": { "type": "string", "x-softswitch": "file" } } } } ] }
                    """);
                var (steps, problems) = StepTypeReader.Read(manifest.RootElement);
                Assert.Empty(problems);
                return [new PluginType("calendar", "1.0.0", steps)];
            }
        }
    }
}
