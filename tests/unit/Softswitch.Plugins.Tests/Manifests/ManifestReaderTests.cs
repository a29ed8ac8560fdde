using System.Text;
using System.Text.Json.Nodes;
using Softswitch.Plugins.Manifests;

namespace Softswitch.Plugins.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private const string Good = """
        {"manifest":1,"id":"acme.vip-gate","version":"1.2.0","sdk":"1.0","framework":"net10.0","assembly":"Acme.VipGate.dll","module":"Softswitch.Generated.AcmeVipGateModule",
         "isolation":"process","hotReload":true,"needs":["http.out"],
         "steps":[{"name":"vip-gate","summary":"Lets some in.","outcomes":["vip","regular"],"outcomePattern":"[0-9]","endsCall":["vip"],"usesMedia":true,"deadline":"20s","options":{"type":"object"}}],
         "handlers":[{"name":"log","events":["CallEnded"]}],"endpoints":[{"name":"state","method":"GET","path":"state/{id}"}],"tasks":[{"name":"sweep"}]}
        """;

    [Fact]
    public void A_good_manifest_is_read_whole()
    {
        var manifest = Read(Good).Manifest!;

        Assert.Equal(("acme.vip-gate@1.2.0", PluginIsolation.Process, true, (1, 0)), (manifest.Origin, manifest.Isolation, manifest.HotReload, manifest.Sdk));
        var step = Assert.Single(manifest.Steps);
        Assert.Equal(["vip", "regular"], step.Outcomes.ToArray());
        Assert.Equal((TimeSpan.FromSeconds(20), true), (step.Deadline, step.UsesMedia));
        Assert.Equal("state/{id}", Assert.Single(manifest.Endpoints).Path);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var manifest = Read("""{"manifest":1,"id":"gate","version":"1.0.0","sdk":"1.0","framework":"net10.0","assembly":"G.dll","module":"M","steps":[{"name":"gate"}]}""").Manifest!;

        Assert.Equal((PluginIsolation.InProcess, false), (manifest.Isolation, manifest.HotReload));
        Assert.Equal(["done"], manifest.Steps[0].Outcomes.ToArray());
        Assert.Equal(TimeSpan.FromSeconds(10), manifest.Steps[0].Deadline);
    }

    [Theory]
    [InlineData("id", "\"Acme\"", PluginProblemCodes.ManifestValue)]
    [InlineData("id", "\"kernel\"", PluginProblemCodes.ManifestValue)]
    [InlineData("id", "\"../../etc\"", PluginProblemCodes.ManifestValue)]
    [InlineData("id", "7", PluginProblemCodes.ManifestShape)]
    [InlineData("version", "\"1.0\"", PluginProblemCodes.ManifestValue)]
    [InlineData("version", "\"1.0.01\"", PluginProblemCodes.ManifestValue)]
    [InlineData("manifest", "2", PluginProblemCodes.ManifestShape)]
    [InlineData("sdk", "\"one\"", PluginProblemCodes.ManifestValue)]
    [InlineData("assembly", "\"../Evil.dll\"", PluginProblemCodes.ManifestValue)]
    [InlineData("isolation", "\"none\"", PluginProblemCodes.ManifestValue)]
    [InlineData("hotReload", "\"yes\"", PluginProblemCodes.ManifestShape)]
    [InlineData("steps", "{}", PluginProblemCodes.ManifestShape)]
    [InlineData("steps", "[{\"name\":\"a\"},{\"name\":\"a\"}]", PluginProblemCodes.ManifestValue)]
    [InlineData("steps", "[{\"name\":\"a\",\"outcomes\":[\"error\"]}]", PluginProblemCodes.ManifestValue)]
    [InlineData("steps", "[{\"name\":\"a\",\"outcomePattern\":\"(a)\\\\1\"}]", PluginProblemCodes.ManifestValue)]
    [InlineData("steps", "[{\"name\":\"a\",\"endsCall\":[\"b\"]}]", PluginProblemCodes.ManifestValue)]
    [InlineData("steps", "[{\"name\":\"a\",\"deadline\":\"10\"}]", PluginProblemCodes.ManifestValue)]
    [InlineData("steps", "[{\"name\":\"a\",\"deadline\":\"9999999d\"}]", PluginProblemCodes.ManifestValue)]
    [InlineData("endpoints", "[{\"name\":\"a\",\"method\":\"GET\",\"path\":\"../x\"}]", PluginProblemCodes.ManifestValue)]
    [InlineData("stpes", "[]", PluginProblemCodes.ManifestShape)]
    public void A_wrong_value_is_refused_where_it_stands(string key, string value, string code)
    {
        var manifest = JsonNode.Parse(Good)!.AsObject();
        manifest[key] = JsonNode.Parse(value);

        var (read, problems) = Read(manifest.ToJsonString());

        Assert.Null(read);
        Assert.Equal(code, Assert.Single(problems).Code);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var (_, problems) = Read("""{"manifest":1,"id":"A","sdk":"x","hotReload":3,"steps":[{"summary":""}]}""");

        Assert.Equal(8, problems.Count);
    }

    [Theory]
    [InlineData("{\"manifest\":1,\"manifest\":1}")]
    [InlineData("[]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("")]
    [InlineData("nothing")]
    public void What_is_no_manifest_is_a_problem_and_no_exception(string text) => Assert.NotEmpty(Read(text).Problems);

    [Fact]
    public void A_huge_or_deep_manifest_is_refused()
    {
        Assert.Equal(PluginProblemCodes.TooLarge, Assert.Single(Read(new string(' ', ManifestReader.LongestFile + 1)).Problems).Code);
        Assert.Equal(PluginProblemCodes.ManifestShape, Assert.Single(Read(new string('[', 100_000)).Problems).Code);
        Assert.Contains(Read($$"""{"manifest":1,"steps":[{{string.Join(',', Enumerable.Repeat("{}", 300))}}]}""").Problems, problem => problem.Code == PluginProblemCodes.TooLarge);
    }

    [Fact]
    public void Manifests_that_were_changed_anywhere_are_read_or_refused()
    {
        var random = new Random(3);
        var good = Encoding.UTF8.GetBytes(Good);
        for (var round = 0; round < 50_000; round++)
        {
            var bad = (byte[])good.Clone();
            for (var i = random.Next(1, 8); i > 0; i--) bad[random.Next(bad.Length)] = (byte)random.Next(256);
            var problems = new List<PluginProblem>();
            Assert.Equal(ManifestReader.Read(bad, problems) is null, problems.Count > 0);
        }
    }

    [Theory]
    [InlineData("ivr", "menu", "ivr.menu")]
    [InlineData("time-of-day", "time-of-day", "time-of-day")]
    [InlineData("acme.vip-gate", "vip-gate", "acme.vip-gate")]
    [InlineData("acme.vip-gate", "reset", "acme.vip-gate.reset")]
    public void Plans_call_a_step_by_its_plugin_and_its_name(string plugin, string step, string name) => Assert.Equal(name, PluginNames.OfStep(plugin, step));

    private static (PluginManifest? Manifest, List<PluginProblem> Problems) Read(string text)
    {
        var problems = new List<PluginProblem>();
        return (ManifestReader.Read(Encoding.UTF8.GetBytes(text), problems), problems);
    }
}
