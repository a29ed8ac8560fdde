using System.Text;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <content>Digits: what the caller presses when asked, and what is taken of it.</content>
internal sealed partial class SimulatedCall
{
    private static readonly TimeSpan FirstPress = TimeSpan.FromSeconds(1);

    private readonly Queue<char> _typedAhead = new();
    private int _asked;

    /// <inheritdoc/>
    public async ValueTask<Collected> CollectAsync(Prompt? prompt, CollectOptions options, CancellationToken cancellation)
    {
        ThrowIfOver();
        if (prompt is not null) ThrowIfMissing(prompt);
        BecomeAnswered();
        var collection = new Collection(options);
        while (_typedAhead.TryDequeue(out var digit))
        {
            if (collection.Take(digit)) return collection.Result;
        }

        var presses = _asked < Script.Presses.Length ? Script.Presses[_asked++] : new KeyPresses("");
        var untilPress = presses.Digits.Length == 0 ? TimeSpan.MaxValue : presses.After ?? FirstPress;
        var isPlaying = prompt is not null && collection.Count == 0;
        foreach (var name in isPlaying ? prompt!.Names : [])
        {
            Note(SimulatedEventKind.Heard, name);
            // The first digit silences it.
            var time = untilPress < Script.PromptLength ? untilPress : Script.PromptLength;
            await WaitAsync(time, cancellation);
            if (untilPress != TimeSpan.MaxValue) untilPress -= time;
            if (untilPress == TimeSpan.Zero) break;
        }

        for (var i = 0; i < presses.Digits.Length; i++)
        {
            var patience = collection.Count == 0 ? options.FirstDigit : options.BetweenDigits;
            var wait = i == 0 ? untilPress : presses.Between;
            if (wait > patience) break;
            if (wait > TimeSpan.Zero) await WaitAsync(wait, cancellation);
            if (i == 0) Note(SimulatedEventKind.Pressed, presses.Digits);
            if (!collection.Take(presses.Digits[i])) continue;
            foreach (var more in presses.Digits.AsSpan(i + 1)) _typedAhead.Enqueue(more);
            return collection.Result;
        }

        await WaitAsync(collection.Count == 0 ? options.FirstDigit : options.BetweenDigits, cancellation);
        return collection.Result;
    }

    /// <summary>Digits as they come in.</summary>
    private sealed class Collection(CollectOptions options)
    {
        private readonly StringBuilder _digits = new();
        private char? _terminator;

        public int Count => _digits.Length;

        /// <summary>What came of it if no more digits come.</summary>
        public Collected Result
        {
            get
            {
                var enough = Count >= options.MinDigits;
                var end = (Count, enough, _terminator) switch
                {
                    (_, true, not null) => CollectEnd.Terminated,
                    (0, _, null) => CollectEnd.Timeout,
                    (_, true, null) => CollectEnd.Complete,
                    _ => CollectEnd.TooFew,
                };
                return new Collected(_digits.ToString(), end, _terminator);
            }
        }

        /// <summary>Takes a digit; whether that was the last.</summary>
        public bool Take(char digit)
        {
            if (options.Terminators.Contains(digit, StringComparison.Ordinal))
            {
                _terminator = digit;
                return true;
            }

            _digits.Append(digit);
            return Count >= options.MaxDigits;
        }
    }
}
