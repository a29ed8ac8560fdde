using System.Net.Sockets;
using System.Text;
using Softswitch.Integration.Tests.Audio;
using Softswitch.Integration.Tests.Processes;

namespace Softswitch.Integration.Tests.Peers;

/// <summary>How a linphone is set up.</summary>
/// <param name="Extension">User part of its address.</param>
/// <param name="Domain">Host part of its address.</param>
/// <param name="Hertz">The tone it says once it is told to play.</param>
internal sealed record LinphoneOptions(string Extension, string Domain, int Hertz)
{
    public bool AutoAnswer { get; init; } = true;
}

/// <summary>A linphone 5.1, driven over the pipe of linphone-daemon; it can do what baresip 1.0.0 cannot: transfer with consultation.</summary>
internal sealed class Linphone : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly TemporaryFolder _folder = new();
    private readonly LinphoneOptions _options;
    private readonly string _pipe = $"sw-linphone-{Environment.ProcessId}-{LoopbackPorts.Take()}";
    private readonly Socket _connection = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private ChildProcess _process = null!;

    private Linphone(LinphoneOptions options) => _options = options;

    public int SipPort { get; } = LoopbackPorts.Take();

    /// <summary>The SIP messages and states of its log, the last of them.</summary>
    public string Log
    {
        get
        {
            var log = File.ReadAllText(_folder.File("log"));
            return log.Length <= 12_000 ? log : log[^12_000..];
        }
    }

    public static async Task<Linphone> StartAsync(LinphoneOptions options)
    {
        var linphone = new Linphone(options);
        await linphone.StartAsync();
        return linphone;
    }

    /// <summary>Registers over UDP with the switch at this port of 127.0.0.1, and waits until it is done.</summary>
    public async Task RegisterAsync(int registrarPort, string secret)
    {
        await CommandAsync($"register sip:{_options.Extension}@{_options.Domain} sip:127.0.0.1:{registrarPort} {secret}");
        await WaitForReplyAsync("register-status ALL", "LinphoneRegistrationOk");
    }

    /// <summary>Calls, and returns linphone's number for the call.</summary>
    public async Task<int> CallAsync(string uri)
    {
        var reply = await CommandAsync("call " + uri);
        return int.Parse(reply.Split('\n').First(line => line.StartsWith("Id: ", StringComparison.Ordinal))[4..].Trim());
    }

    public Task WaitForStateAsync(int call, string state) => WaitForReplyAsync($"call-status {call}", "State: " + state);

    /// <summary>Waits until the call is up and media flows.</summary>
    public Task WaitUntilTalkingAsync(int call) => WaitForStateAsync(call, "LinphoneCallStreamsRunning");

    /// <summary>Waits until no call is left.</summary>
    public Task WaitForCallsToEndAsync() => WaitForReplyAsync("call-status", "No current call");

    public Task PlayAsync(int call) => CommandAsync($"incall-player-start {_folder.File("tone.wav")} {call}");

    public Task PauseAsync(int call) => CommandAsync($"call-pause {call}");

    public Task ResumeAsync(int call) => CommandAsync($"call-resume {call}");

    public Task TransferAsync(int call, string uri) => CommandAsync($"call-transfer {call} {uri}");

    /// <summary>Attended transfer: the party of <paramref name="call"/> is to talk to the party of <paramref name="consultation"/>.</summary>
    public Task TransferAsync(int call, int consultation) => CommandAsync($"call-transfer {call} {consultation}");

    public Task HangUpAsync(int call) => CommandAsync($"terminate {call}");

    /// <summary>Sends a command and returns the reply; fails where its status is not Ok.</summary>
    public async Task<string> CommandAsync(string command)
    {
        var reply = await AskAsync(command);
        return reply.Contains("Status: Ok", StringComparison.Ordinal) ? reply : throw new InvalidOperationException($"linphone refused '{command}': {reply}\n{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            try
            {
                // A binding left behind makes later calls fork to a dead port.
                await AskAsync("unregister ALL");
                await AskAsync("quit");
            }
            catch (SocketException)
            {
                // It is ending already.
            }
        }

        _connection.Dispose();
        await _process.DisposeAsync();
        File.Delete("/tmp/" + _pipe);
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        // Without this folder linphone opens no SIP transport.
        Directory.CreateDirectory(_folder.File(".local/share/linphone"));
        ToneFile.Write(_folder.File("tone.wav"), _options.Hertz);
        var rtp = LoopbackPorts.Take(20);
        var configuration = _folder.Write("rc", $"""
            [sip]
            sip_port={SipPort}
            sip_tcp_port={SipPort}
            sip_tls_port=-1
            bind_address=127.0.0.1
            contact=sip:{_options.Extension}@127.0.0.1
            [rtp]
            audio_rtp_port={rtp}-{rtp + 19}
            [sound]
            echocancellation=0

            """);
        var arguments = new List<string> { "--pipe", _pipe, "--config", configuration, "--log", _folder.File("log"), "--disable-stats-events" };
        if (_options.AutoAnswer) arguments.Add("--auto-answer");
        _process = ChildProcess.Start("linphone-daemon", arguments, _folder.Path, [("HOME", _folder.Path), ("XDG_RUNTIME_DIR", _folder.Path)]);
        await Eventually.TrueAsync(() => File.Exists("/tmp/" + _pipe) || _process.HasExited, () => "linphone-daemon opened no pipe:\n" + _process.Output, Patience);
        await _connection.ConnectAsync(new UnixDomainSocketEndPoint("/tmp/" + _pipe));
        await WaitForReplyAsync("version", "Status: Ok");
        await CommandAsync("ipv6 disable");
    }

    private async Task WaitForReplyAsync(string command, string expected)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            var reply = await AskAsync(command);
            if (reply.Contains(expected, StringComparison.Ordinal)) return;
            if (DateTime.UtcNow > deadline) throw new TimeoutException($"linphone's '{command}' says no '{expected}', but {reply}\n{Log}");
            await Task.Delay(60);
        }
    }

    /// <summary>The daemon serves one connection at a time, and answers each command with one block of text.</summary>
    private async Task<string> AskAsync(string command)
    {
        await _connection.SendAsync(Encoding.UTF8.GetBytes(command + "\n"));
        var reply = new byte[16_384];
        using var deadline = new CancellationTokenSource(Patience);
        var count = await _connection.ReceiveAsync(reply, SocketFlags.None, deadline.Token);
        return Encoding.UTF8.GetString(reply, 0, count);
    }
}
