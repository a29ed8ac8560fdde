using System.Reflection;
using System.Text.Json;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Samples.Tests;

public sealed class ManifestTests
{
    [Theory]
    [InlineData(typeof(Sample.VipGate.VipGate), "sample.vip-gate", "steps", 2)]
    [InlineData(typeof(Sample.CallNotes.MissedCalls), "sample.call-notes", "handlers", 1)]
    [InlineData(typeof(Sample.Greeting.GetGreeting), "sample.greeting", "endpoints", 2)]
    [InlineData(typeof(Sample.DailyCount.DailyCount), "sample.daily-count", "tasks", 1)]
    [InlineData(typeof(Sample.VipMark.VipMark), "sample.vip-mark", "policies", 1)]
    [InlineData(typeof(Sample.FewestCalls.FewestCalls), "sample.fewest-calls", "distributions", 1)]
    [InlineData(typeof(Sample.LeastCost.LeastCost), "sample.least-cost", "carriers", 1)]
    [InlineData(typeof(Sample.PerMinute.PerMinute), "sample.per-minute", "charging", 1)]
    [InlineData(typeof(Sample.Espeak.Espeak), "sample.espeak", "voices", 1)]
    [InlineData(typeof(Sample.Phonebook.Phonebook), "sample.phonebook", "directorySources", 1)]
    [InlineData(typeof(Sample.QuietHours.QuietHours), "sample.quiet-hours", "presenceSources", 1)]
    [InlineData(typeof(Sample.Prepaid.Prepaid), "sample.prepaid", "steps", 1)]
    public void A_sample_says_what_it_has(Type type, string id, string kind, int count)
    {
        using var manifest = JsonDocument.Parse(type.Assembly.GetCustomAttribute<PluginManifestAttribute>()!.Json);

        Assert.Equal(id, manifest.RootElement.GetProperty("id").GetString());
        Assert.Equal(count, manifest.RootElement.GetProperty(kind).GetArrayLength());
    }
}
