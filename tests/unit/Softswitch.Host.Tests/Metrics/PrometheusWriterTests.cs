using Softswitch.Host.Metrics;

namespace Softswitch.Host.Tests.Metrics;

public sealed class PrometheusWriterTests
{
    [Fact]
    public void A_family_is_described_once_and_its_samples_follow()
    {
        var writer = new PrometheusWriter();
        writer.Counter("calls_total", "Calls.").Value(3, ("outcome", "answered")).Value(1.5, ("outcome", "busy"), ("account", "acme"));
        writer.Gauge("active", "Now.").Value(0);

        Assert.Equal(
            """
            # HELP calls_total Calls.
            # TYPE calls_total counter
            calls_total{outcome="answered"} 3
            calls_total{outcome="busy",account="acme"} 1.5
            # HELP active Now.
            # TYPE active gauge
            active 0

            """,
            writer.ToString());
    }

    [Fact]
    public void Labels_are_escaped() =>
        Assert.Contains(
            """x{name="a\"b\\c\nd"} 1""",
            new PrometheusWriter().Gauge("x", "X.").Value(1, ("name", "a\"b\\c\nd")).ToString(),
            StringComparison.Ordinal);

    [Fact]
    public void Every_line_of_the_process_metrics_is_well_formed()
    {
        var writer = new PrometheusWriter();
        new ProcessMetrics(TimeProvider.System, "1.2.3").Write(writer);

        Assert.All(
            writer.ToString().TrimEnd('\n').Split('\n'),
            line => Assert.Matches("""^(# (HELP|TYPE) \S+ .+|[a-z_:]+(\{[a-z_]+="[^"]*"\})? [0-9.E+-]+)$""", line));
    }
}
