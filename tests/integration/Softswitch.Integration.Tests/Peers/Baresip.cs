using Softswitch.Integration.Tests.Audio;
using Softswitch.Integration.Tests.Processes;

namespace Softswitch.Integration.Tests.Peers;

/// <summary>How a baresip is set up.</summary>
/// <param name="Extension">User part of its address.</param>
/// <param name="Domain">Host part of its address.</param>
/// <param name="Hertz">The tone it says.</param>
internal sealed record BaresipOptions(string Extension, string Domain, int Hertz)
{
    public string Secret { get; init; } = string.Empty;

    /// <summary>The switch's port on 127.0.0.1 for <see cref="Transport"/>; null registers nowhere.</summary>
    public int? RegistrarPort { get; init; }

    /// <summary><c>udp</c>, <c>tcp</c> or <c>tls</c>.</summary>
    public string Transport { get; init; } = "udp";

    public bool AutoAnswer { get; init; } = true;

    /// <summary>What it speaks, the one that it likes best first: as its module names it, with sample rate and channels.</summary>
    public string Codecs { get; init; } = "PCMU/8000/1";

    /// <summary>More parameters of its account line, each led by a semicolon.</summary>
    public string AccountParameters { get; init; } = string.Empty;
}

/// <summary>A baresip 1.0.0 without screen or sound card: says a tone, records what it hears, and does what it is told.</summary>
internal sealed class Baresip : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A tone is judged by the last 0.3 s heard: long enough to tell tones apart, short enough to follow a hold.</summary>
    private const int JudgedSamples = ToneFile.SampleRate * 3 / 10;

    /// <summary>What it prints when it is registered; the event may be over before its control port is open.</summary>
    private const string Registered = " 200 OK () [";

    private readonly TemporaryFolder _folder = new();
    private readonly BaresipControl _control = new();
    private readonly BaresipOptions _options;
    private ChildProcess _process = null!;
    private int _eventsSeen;

    private Baresip(BaresipOptions options) => _options = options;

    /// <summary>Its own SIP port, for UDP and TCP.</summary>
    public int SipPort { get; } = LoopbackPorts.Take(2);

    /// <summary>Everything it printed, SIP messages included.</summary>
    public string Log => _process.Output;

    public static async Task<Baresip> StartAsync(BaresipOptions options)
    {
        var baresip = new Baresip(options);
        var controlPort = LoopbackPorts.Take(2);
        baresip.WriteConfiguration(controlPort);
        baresip._process = ChildProcess.Start("baresip", ["-4", "-s", "-f", baresip._folder.Path]);
        try
        {
            await baresip._control.ConnectAsync(controlPort, baresip._process);
            if (options.RegistrarPort is not null) await baresip._process.WaitForOutputAsync(Registered, Patience);
            return baresip;
        }
        catch
        {
            await baresip.DisposeAsync();
            throw;
        }
    }

    public Task DialAsync(string uri) => _control.CommandAsync("dial", uri);

    public Task AcceptAsync() => _control.CommandAsync("accept");

    public Task HangUpAsync() => _control.CommandAsync("hangup");

    /// <summary>Presses keys, one after the other.</summary>
    public Task PressAsync(string keys) => _control.CommandAsync("sndcode", keys);

    public Task HoldAsync() => _control.CommandAsync("hold");

    public Task ResumeAsync() => _control.CommandAsync("resume");

    /// <summary>What a power cut does: its connections close, and its registration stays.</summary>
    public Task DieAsync() => _process.KillAsync();

    /// <summary>Blind transfer: a REFER to the other party.</summary>
    public Task TransferAsync(string uri) => _control.CommandAsync("transfer", uri);

    /// <summary>Waits until it has printed a text.</summary>
    public Task PrintsAsync(string text) => _process.WaitForOutputAsync(text, Patience);

    /// <summary>Waits for an event that came after those waited for before; returns its parameter.</summary>
    public async Task<string> WaitForAsync(string type, TimeSpan? within = null)
    {
        var found = await Eventually.GetAsync(
            () => _control.Events.Select((e, index) => (e.Type, e.Parameter, Index: index)).FirstOrDefault(e => e.Index >= _eventsSeen && e.Type == type),
            e => e.Type is not null,
            _ => $"{_options.Extension} saw no {type}, but {string.Join(' ', _control.Events.Skip(_eventsSeen).Select(e => e.Type))}\n{Log}",
            within ?? Patience);
        _eventsSeen = found.Index + 1;
        return found.Parameter;
    }

    /// <summary>Waits until the tone is what it hears now.</summary>
    public Task HearsAsync(int hertz, TimeSpan? within = null)
    {
        // What was heard before is past: a tone that has stopped is not heard.
        var before = RecordedSamples();
        return Eventually.GetAsync(
            () => RecordedSamples() - before >= JudgedSamples ? LatestHeard() : [],
            samples => Tone.Share(samples, hertz) > Tone.Heard,
            samples => $"{_options.Extension} does not hear {hertz} Hz, but {Describe(samples)} since, in {RecordedSamples()} samples\n{Log}",
            within ?? Patience);
    }

    /// <summary>Waits until it has heard nothing for half a second: no packets come, or silent ones.</summary>
    public async Task HearsNothingAsync(TimeSpan? within = null)
    {
        var before = -1;
        await Eventually.TrueAsync(
            () =>
            {
                var now = RecordedSamples();
                var quiet = now == before || Tone.IsSilence(LatestHeard());
                before = now;
                if (!quiet) Thread.Sleep(500);
                return quiet;
            },
            () => $"{_options.Extension} still hears something\n{Log}",
            within ?? Patience);
    }

    public async ValueTask DisposeAsync()
    {
        // Ended by SIGTERM, baresip takes its registrations back first.
        await _process.DisposeAsync();
        _control.Dispose();
        _folder.Dispose();
    }

    private static string Describe(short[] samples) =>
        samples.Length == 0 ? "nothing yet" : Tone.IsSilence(samples) ? "silence" : string.Join(", ", new[] { 440, 1000, 1500 }.Select(hertz => $"{Tone.Share(samples, hertz):0.00} of {hertz} Hz"));

    private string? Recording() =>
        new DirectoryInfo(_folder.Path).EnumerateFiles("dump-*-dec.wav").OrderBy(f => f.CreationTimeUtc).LastOrDefault()?.FullName;

    private int RecordedSamples() => Recording() is { } path ? ToneFile.Read(path).Length : 0;

    private short[] LatestHeard()
    {
        if (Recording() is not { } path) return [];
        var samples = ToneFile.Read(path);
        return samples.Length < JudgedSamples ? [] : samples[^JudgedSamples..];
    }

    private void WriteConfiguration(int controlPort)
    {
        var tone = _folder.File("tone.wav");
        ToneFile.Write(tone, _options.Hertz);
        var rtp = LoopbackPorts.Take(20);
        _folder.Write("config", $"""
            sip_listen 127.0.0.1:{SipPort}
            net_interface 127.0.0.1
            rtp_ports {rtp}-{rtp + 19}
            audio_source aufile,{tone}
            audio_player none,none
            audio_alert none,none
            ausrc_srate 8000
            auplay_srate 8000
            ausrc_channels 1
            auplay_channels 1
            call_max_calls 8
            module_path /usr/lib/baresip/modules
            module g711.so
            module g722.so
            module opus.so
            module aufile.so
            module sndfile.so
            module_tmp account.so
            module_app menu.so
            module_app ctrl_tcp.so
            ctrl_tcp_listen 127.0.0.1:{controlPort}
            snd_path {_folder.Path}

            """);
        _folder.Write("contacts", string.Empty);
        var registers = _options.RegistrarPort is { } port
            ? $";regint=600;outbound=\"sip:127.0.0.1:{port};transport={_options.Transport}\""
            : ";regint=0";
        var answers = _options.AutoAnswer ? ";answermode=auto" : ";answermode=manual";
        var secret = _options.Secret.Length == 0 ? string.Empty : $";auth_pass={_options.Secret}";
        var transport = _options.Transport == "udp" ? string.Empty : $";transport={_options.Transport}";
        _folder.Write("accounts", $"<sip:{_options.Extension}@{_options.Domain}{transport}>{secret}{registers}{answers};audio_codecs={_options.Codecs}{_options.AccountParameters}\n");
    }
}
