using Softswitch.Kernel.Calls;
using Softswitch.Media;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>A voice that nobody hears: a test says when what it says is over.</summary>
internal sealed class FakeVoice : ILegVoice
{
    private Action<UtteranceEnd>? _ended;

    /// <summary>What it was told, in order.</summary>
    public List<string> Heard { get; } = [];

    public IKeyListener? Listener { get; private set; }

    public bool IsSpeaking => _ended is not null;

    public VoiceFormat? Format { get; private set; }

    public void Tune(VoiceFormat format) => Format = format;

    public void Play(IReadOnlyList<EncodedAudio> sounds, Action<object?, UtteranceEnd> ended, object? state)
    {
        End(UtteranceEnd.Replaced);
        Heard.Add($"play {sounds.Sum(sound => sound.Duration.TotalSeconds)} s");
        _ended = end => ended(state, end);
    }

    public void SendKeys(string keys, Action<object?, UtteranceEnd> ended, object? state)
    {
        End(UtteranceEnd.Replaced);
        Heard.Add($"keys {keys}");
        _ended = end => ended(state, end);
    }

    public void Stop() => End(UtteranceEnd.Stopped);

    public void Listen(IKeyListener listener) => Listener = listener;

    /// <summary>It has said all it was to say, or something else ends it.</summary>
    public void End(UtteranceEnd end = UtteranceEnd.Finished)
    {
        var ended = _ended;
        _ended = null;
        if (ended is null) return;
        Heard.Add(end.ToString());
        ended(end);
    }
}
