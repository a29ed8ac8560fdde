using Softswitch.Media;

namespace Softswitch.Kernel.Calls;

/// <summary>An operation for which the switch itself has to be able to speak with the caller: that is seen to first.</summary>
internal abstract class SpeechOperation<T>(Call call) : CallOperation<T>(call)
{
    private bool _isReady;

    /// <inheritdoc/>
    public override void OnConfirmed() => Look();

    /// <inheritdoc/>
    public override void OnDescribed() => Look();

    /// <inheritdoc/>
    protected sealed override void Start()
    {
        switch (Call.PrepareSpeech(out var format))
        {
            case SpeechState.Ready:
                BeReady(format!);
                break;
            case SpeechState.Impossible:
                Fail(SpeechException.NoCommonCodec);
                break;
        }
    }

    /// <summary>The caller can be spoken to, in this format.</summary>
    protected abstract void OnReady(VoiceFormat format);

    private void Look()
    {
        if (_isReady || IsDone) return;
        if (Call.TuneVoice() is { } format) BeReady(format);
        else if (Call.IsConfirmed) Fail(SpeechException.NoCommonCodec);
    }

    private void BeReady(VoiceFormat format)
    {
        _isReady = true;
        OnReady(format);
    }
}

/// <summary>Whether the switch can speak with a caller.</summary>
internal enum SpeechState
{
    /// <summary>It can.</summary>
    Ready,

    /// <summary>It will be able to once the caller's phone has responded.</summary>
    Asked,

    /// <summary>It cannot.</summary>
    Impossible,
}
