namespace Softswitch.Dialplan.Engine;

/// <summary>
/// One step of one account: closed while it works, open after too many failures, and then closed again by one run that succeeds. The runs are counted in two
/// halves of the window, the older of which is forgotten when the newer one is full.
/// </summary>
internal sealed class Breaker(BreakerOptions options)
{
    private readonly Lock _gate = new();
    private TimeSpan _half;
    private TimeSpan? _openUntil;
    private bool _isTrying;
    private int _runs;
    private int _failures;
    private int _olderRuns;
    private int _olderFailures;

    /// <summary>Whether it is switched off.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate) return _openUntil is not null;
        }
    }

    /// <summary>Whether the step may run. Where it may, exactly one of <see cref="Record"/> and <see cref="Forget"/> follows.</summary>
    public bool TryEnter(TimeSpan now)
    {
        lock (_gate)
        {
            if (_openUntil is not { } until) return true;
            if (_isTrying || now < until) return false;
            _isTrying = true;
            return true;
        }
    }

    /// <summary>How a run ended.</summary>
    /// <returns>Whether that switched it off.</returns>
    public bool Record(bool succeeded, TimeSpan now)
    {
        lock (_gate)
        {
            if (_isTrying)
            {
                _isTrying = false;
                _runs = _failures = _olderRuns = _olderFailures = 0;
                _openUntil = succeeded ? null : now + options.OpenFor;
                return !succeeded;
            }

            MoveOn(now);
            _runs++;
            if (succeeded || _openUntil is not null) return false;
            _failures++;
            var runs = _runs + _olderRuns;
            if (runs < options.Runs || _failures + _olderFailures < runs * options.Failures) return false;
            _openUntil = now + options.OpenFor;
            return true;
        }
    }

    /// <summary>A run tells nothing: the call ended during it.</summary>
    public void Forget()
    {
        lock (_gate) _isTrying = false;
    }

    private void MoveOn(TimeSpan now)
    {
        var half = options.Window / 2;
        if (now - _half < half) return;
        (_olderRuns, _olderFailures) = now - _half < options.Window ? (_runs, _failures) : (0, 0);
        _runs = _failures = 0;
        _half = now;
    }
}
