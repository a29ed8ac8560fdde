using Softswitch.Net;

namespace Softswitch.Host.Metrics;

/// <summary>What the process itself costs.</summary>
internal sealed class ProcessMetrics(TimeProvider clock, string version) : IMetricSource
{
    private readonly double _startedAt = clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    public void Write(PrometheusWriter writer)
    {
        writer.Gauge("softswitch_build_info", "Always 1; the label says which version runs.").Value(1, ("version", version));
        writer.Gauge("process_start_time_seconds", "When the process started, seconds since 1970.").Value(_startedAt);
        writer.Counter("process_cpu_seconds_total", "Processor time used, user and system.").Value(Environment.CpuUsage.TotalTime.TotalSeconds);
        writer.Gauge("process_resident_memory_bytes", "Physical memory in use.").Value(Environment.WorkingSet);
        writer.Gauge("process_native_heap_bytes", "Memory of the C library in use: the runtime's, its compiler's and our own native buffers.").Value(NativeHeap.BytesInUse);
        writer.Gauge("softswitch_threads", "Threads of the pool; workers have threads of their own.").Value(ThreadPool.ThreadCount);
        writer.Gauge("dotnet_gc_heap_bytes", "Managed heap in use.").Value(GC.GetTotalMemory(forceFullCollection: false));
        var full = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        writer.Gauge("dotnet_gc_live_bytes", "Managed memory that was still needed at the last full collection; 0 before the first.").Value(full.HeapSizeBytes - full.FragmentedBytes);
        writer.Gauge("dotnet_gc_committed_bytes", "Memory that the collector held of the system after the last collection.").Value(GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes);
        writer.Counter("dotnet_gc_allocated_bytes_total", "Managed memory allocated.").Value(GC.GetTotalAllocatedBytes());
        writer.Counter("dotnet_gc_pause_seconds_total", "Time that collections stopped everything.").Value(GC.GetTotalPauseDuration().TotalSeconds);
        writer.Counter("dotnet_gc_collections_total", "Collections by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            writer.Value(GC.CollectionCount(generation), ("generation", generation.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}
