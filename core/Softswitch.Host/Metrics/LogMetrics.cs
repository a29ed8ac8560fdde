using Softswitch.Host.Logging;

namespace Softswitch.Host.Metrics;

/// <summary>Whether the log kept up.</summary>
internal sealed class LogMetrics(ConsoleLog log) : IMetricSource
{
    public void Write(PrometheusWriter writer) =>
        writer.Counter("softswitch_log_dropped_total", "Lines lost because the console did not keep up.").Value(log.Dropped);
}
