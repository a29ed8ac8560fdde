using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>A prompt on its way: read by other threads, played by the media's, told of on the call's worker, once.</summary>
/// <param name="call">Whose caller hears it.</param>
/// <param name="prompt">What.</param>
/// <param name="codec">How it is to be encoded.</param>
/// <param name="ended">Told when it has been played, or why it cannot be; not after it was stopped.</param>
internal sealed class PromptPlayback(Call call, Prompt prompt, AudioCodec codec, Action<Exception?> ended)
{
    private bool _isOver;
    private bool _isPlaying;

    /// <summary>Reads the recordings and plays them.</summary>
    public void Begin()
    {
        var account = call.Start.Account.Id;
        var sounds = call.Manager.Services.Prompts.Load(account, prompt, codec);
        if (sounds.IsCompleted) Take(sounds);
        else _ = sounds.ContinueWith(static (task, state) => ((PromptPlayback)state!).Loaded(task), this, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>It is silenced.</summary>
    public void Stop()
    {
        if (_isOver) return;
        _isOver = true;
        if (_isPlaying) call.Caller.Media.Voice?.Stop();
    }

    /// <summary>The call is over, and its media with it.</summary>
    public void Abandon() => _isOver = true;

    private void Loaded(Task<EncodedAudio[]> task) =>
        call.Worker.Post(
            static state =>
            {
                var (playback, task) = ((PromptPlayback, Task<EncodedAudio[]>))state!;
                playback.Take(task);
            },
            (this, task));

    private void Take(Task<EncodedAudio[]> sounds)
    {
        if (sounds.IsCompletedSuccessfully) Play(sounds.Result);
        else End(sounds.Exception!.GetBaseException());
    }

    private void Play(EncodedAudio[] sounds)
    {
        if (_isOver) return;
        if (call.Caller.Media.Voice is not { } voice)
        {
            End(SpeechException.Impossible);
            return;
        }

        _isPlaying = true;
        voice.Play(sounds, static (state, end) => ((PromptPlayback)state!).Played(end), this);
    }

    /// <summary>On the media's thread.</summary>
    private void Played(UtteranceEnd end) =>
        call.Worker.Post(
            static state =>
            {
                var (playback, end) = ((PromptPlayback, UtteranceEnd))state!;
                playback.End(end is UtteranceEnd.Impossible ? SpeechException.Impossible : null);
            },
            (this, end));

    private void End(Exception? problem)
    {
        if (_isOver) return;
        _isOver = true;
        ended(problem);
    }
}
