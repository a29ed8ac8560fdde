using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Softswitch.Net;

namespace Softswitch.Sip.Tests.Transports;

/// <summary>The transports on real loopback sockets, with receivers that note what comes and may answer.</summary>
internal sealed class TransportHarness : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WorkerGroup _workers;

    public TransportHarness(params ListenOptions[] listen)
        : this(new SipTransportOptions { Listen = listen })
    {
    }

    public TransportHarness(SipTransportOptions options, int workers = 2)
    {
        _workers = new WorkerGroup(workers, TimeProvider.System) { Unhandled = e => Exceptions.Enqueue(e.ToString()) };
        Layer = new SipTransportLayer(_workers, options with { Log = Log.Enqueue }, TimeProvider.System);
        for (var i = 0; i < workers; i++) Layer.Attach(i, new Receiver(this, i));
        _workers.Start();
        try
        {
            Layer.Start();
        }
        catch
        {
            _workers.Dispose();
            throw;
        }
    }

    public SipTransportLayer Layer { get; }

    public ConcurrentQueue<string> Exceptions { get; } = new();

    public ConcurrentQueue<string> Log { get; } = new();

    public Channel<Arrival> Arrivals { get; } = Channel.CreateUnbounded<Arrival>();

    /// <summary>Called on the worker for each message, well-formed or not.</summary>
    public Action<ISipSender, SipMessage, SipPeer>? OnMessage { get; set; }

    public int WorkerCount => _workers.Count;

    public static ListenOptions Listen(SipTransport transport, bool overIPv6 = false) =>
        new(transport, NetAddress.From(overIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0));

    public IPEndPoint EndPoint(int listener = 0) => Layer.Listening[listener].Address.ToIPEndPoint();

    public static SipPeer Peer(SipTransport transport, EndPoint remote, long connection = 0) =>
        new(transport, NetAddress.From((IPEndPoint)remote), 0, connection);

    /// <summary>Sends from a worker; the task ends with true when the failure is reported.</summary>
    public async Task<Task<bool>> SendAsync(SipPeer to, byte[] message, int worker = 0)
    {
        var failed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await OnWorkerAsync(worker, sender => sender.Send(to, message, state => ((TaskCompletionSource<bool>)state!).SetResult(true), failed));
        return failed.Task;
    }

    public Task OnWorkerAsync(int worker, Action<ISipSender> action) =>
        _workers[worker].RunAsync(() => action(Layer.SenderOf(worker))).WaitAsync(Patience);

    public Task<Arrival> NextAsync() => Arrivals.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task UntilAsync(Func<TransportStatistics, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition(Layer.Statistics)) await Task.Delay(5, patience.Token);
    }

    public async Task UntilLoggedAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Log.Any(line => line.Contains(text, StringComparison.OrdinalIgnoreCase))) await Task.Delay(5, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Layer.DisposeAsync();
        _workers.Dispose();
        Assert.Empty(Exceptions);
    }

    internal readonly record struct Arrival(int Worker, bool IsOnWorker, string Text, string CallId, SipPeer From, SipParseError? Error);

    private sealed class Receiver(TransportHarness harness, int worker) : ISipReceiver
    {
        public void OnMessage(SipMessage message, in SipPeer from) => Note(message, from, null);

        public void OnMalformed(SipMessage message, in SipParseError error, in SipPeer from) => Note(message, from, error);

        private void Note(SipMessage message, in SipPeer from, SipParseError? error)
        {
            harness.OnMessage?.Invoke(harness.Layer.SenderOf(worker), message, from);
            harness.Arrivals.Writer.TryWrite(new Arrival(
                worker, harness._workers[worker].IsCurrent, Encoding.UTF8.GetString(message.Bytes), Encoding.UTF8.GetString(message.CallId), from, error));
        }
    }
}
