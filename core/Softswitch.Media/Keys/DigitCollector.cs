using Softswitch.Net;

namespace Softswitch.Media;

/// <summary>Is told by a <see cref="DigitCollector"/>, on its worker.</summary>
public interface IDigitCollectorUser
{
    /// <summary>The first digit has come while the prompt was played: it is to be silenced. Also called where the digit had come before the prompt.</summary>
    void OnBargeIn();

    /// <summary>Collecting has ended; the next may begin at once.</summary>
    void OnCollected(in CollectedDigits collected);
}

/// <summary>
/// Gathers the digits that somebody presses: how many, up to which key, and how long to wait. Digits that come while nobody collects are kept
/// for the next who does (type-ahead). Belongs to one worker, whose timers it uses.
/// </summary>
public sealed class DigitCollector
{
    /// <summary>The most digits of one collection.</summary>
    public const int MostDigits = 64;

    private readonly TimerWheel _timers;
    private readonly WheelTimer _timer;
    private readonly IDigitCollectorUser _user;
    private readonly char[] _digits = new char[MostDigits];
    private readonly Queue<char> _ahead = new(MostDigits);
    private DigitCollection? _collection;
    private int _count;
    private bool _isPrompting;

    /// <summary>A collector on the timers of its worker.</summary>
    public DigitCollector(TimerWheel timers, IDigitCollectorUser user)
    {
        _timers = timers;
        _user = user;
        _timer = new WheelTimer(static collector => ((DigitCollector)collector!).OnTime(), this);
    }

    /// <summary>Whether somebody is collecting.</summary>
    public bool IsCollecting => _collection is not null;

    /// <summary>Digits that wait for the next who collects.</summary>
    public int Ahead => _ahead.Count;

    /// <summary>
    /// Collects; what was pressed before is taken in first, which may end it before this returns. With <paramref name="prompting"/> a prompt is
    /// being played meanwhile, and the wait for the first digit begins with <see cref="OnPromptEnded"/>. Throws
    /// <see cref="InvalidOperationException"/> where somebody is collecting.
    /// </summary>
    public void Begin(DigitCollection collection, bool prompting = false)
    {
        if (IsCollecting) throw new InvalidOperationException("digits are being collected");
        collection.Validate();
        _collection = collection;
        _count = 0;
        _isPrompting = prompting;
        if (!prompting) _timers.Start(_timer, collection.FirstDigit);
        while (_collection == collection && _ahead.TryDequeue(out var key)) Take(key);
    }

    /// <summary>The prompt is over: the wait for the first digit begins, unless one has come.</summary>
    public void OnPromptEnded()
    {
        if (!_isPrompting) return;
        _isPrompting = false;
        if (_collection is { } collection) _timers.Start(_timer, collection.FirstDigit);
    }

    /// <summary>A key, <c>0-9 * # A-D</c>, was pressed.</summary>
    public void Press(char key)
    {
        if (IsCollecting) Take(key);
        // Whoever presses more than that before being asked plays with the keys.
        else if (_ahead.Count < MostDigits) _ahead.Enqueue(key);
    }

    /// <summary>Collects no more, and tells nobody; what had come is lost. No effect when nobody collects.</summary>
    public void Cancel()
    {
        _timers.Stop(_timer);
        _collection = null;
        _isPrompting = false;
    }

    /// <summary>Forgets what was pressed ahead.</summary>
    public void Forget() => _ahead.Clear();

    private void Take(char key)
    {
        var collection = _collection!;
        if (_isPrompting)
        {
            _isPrompting = false;
            _user.OnBargeIn();
            // It may have been the one to give up.
            if (_collection != collection) return;
        }

        if (collection.Terminators.Contains(key, StringComparison.Ordinal))
        {
            End(_count >= collection.Fewest ? CollectionEnd.Terminated : CollectionEnd.TooFew, key);
            return;
        }

        _digits[_count++] = key;
        if (_count >= collection.Most) End(CollectionEnd.Complete);
        else _timers.Start(_timer, collection.BetweenDigits);
    }

    private void OnTime() =>
        End(_count == 0 ? CollectionEnd.Timeout : _count < _collection!.Fewest ? CollectionEnd.TooFew : CollectionEnd.Complete);

    private void End(CollectionEnd end, char? terminator = null)
    {
        Cancel();
        _user.OnCollected(new CollectedDigits(new string(_digits, 0, _count), end, terminator));
    }
}
