namespace Softswitch.Media;

/// <summary>
/// Follows the sequence numbers of a received stream (RFC 3550 A.1, A.3): what was expected and came, came late, came
/// twice or never, and in how long runs the missing ones were. A window of the last 64 numbers tells late from
/// duplicate; a number that leaves it unseen counts as lost.
/// </summary>
public struct SequenceTracker
{
    // RFC 3550 A.1: a jump of more is a new beginning, once it is confirmed by the number that follows it.
    private const int MaximumDropout = 3000;
    private const int MaximumMisorder = 100;
    private const int WindowLength = 64;

    private bool _isStarted;
    private bool _inLoss;
    private bool _hasSuspect;
    private ushort _suspect;
    private ushort _highest;
    private long _extendedBase;
    private long _extendedHighest;
    private long _expectedBefore;
    private long _passed;
    private long _passedLost;
    private long _runs;
    private ulong _window;

    /// <summary>Packets received, duplicates not counted.</summary>
    public long Received { get; private set; }

    /// <summary>Packets that came after one with a higher number.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Packets that came again.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Packets the sender has sent, as far as its numbers tell.</summary>
    public readonly long Expected => _expectedBefore + (_isStarted ? _extendedHighest - _extendedBase + 1 : 0);

    /// <summary>The highest number, extended by how often it has wrapped.</summary>
    public readonly uint Highest => (uint)_extendedHighest;

    /// <summary>Packets that have not come (so far).</summary>
    public readonly long Lost => Math.Max(0, Expected - Received);

    /// <summary>
    /// Mean length of the runs of lost packets over the length they would have if losses came at random; 1 = random,
    /// more = bursts (BurstR of ITU-T G.107).
    /// </summary>
    public readonly double BurstRatio =>
        _runs == 0 ? 1 : Math.Max(1, (double)_passedLost / _runs * (1 - ((double)_passedLost / _passed)));

    /// <summary>
    /// Takes the next packet's number. False when it was not counted: a duplicate, or a jump that has to be confirmed.
    /// </summary>
    public bool Add(ushort number)
    {
        if (!_isStarted)
        {
            Begin(number);
            return true;
        }

        var ahead = (ushort)(number - _highest);
        if (ahead is > 0 and < MaximumDropout) return Advance(number, ahead);
        var behind = (ushort)(_highest - number);
        return behind <= MaximumMisorder ? AddLate(behind) : Jump(number);
    }

    /// <summary>The stream begins anew with the next packet, with numbers of its own.</summary>
    public void Restart()
    {
        _expectedBefore = Expected;
        _isStarted = false;
    }

    private void Begin(ushort number)
    {
        _isStarted = true;
        _hasSuspect = false;
        _inLoss = false;
        _highest = number;
        _extendedBase = _extendedHighest = number;
        // What came before the first is not lost.
        _window = ulong.MaxValue;
        Received++;
    }

    private bool Advance(ushort number, int ahead)
    {
        _hasSuspect = false;
        _highest = number;
        _extendedHighest += ahead;
        for (var i = 0; i < Math.Min(ahead, WindowLength); i++) Leave((_window >> (WindowLength - 1 - i)) & 1);
        for (var i = WindowLength; i < ahead; i++) Leave(0);
        _window = ahead >= WindowLength ? 1 : (_window << ahead) | 1;
        Received++;
        return true;
    }

    private bool AddLate(int behind)
    {
        if (behind < WindowLength)
        {
            var bit = 1UL << behind;
            var isBeforeFirst = _extendedHighest - behind < _extendedBase;
            if (!isBeforeFirst && (_window & bit) != 0)
            {
                Duplicates++;
                return false;
            }

            _window |= bit;
        }

        _extendedBase = Math.Min(_extendedBase, _extendedHighest - behind);
        OutOfOrder++;
        Received++;
        return true;
    }

    private bool Jump(ushort number)
    {
        if (!_hasSuspect || number != _suspect)
        {
            _hasSuspect = true;
            _suspect = (ushort)(number + 1);
            return false;
        }

        // Two in a row: the sender has begun anew. The first of them counts too.
        Restart();
        Begin((ushort)(number - 1));
        return Advance(number, 1);
    }

    private void Leave(ulong seen)
    {
        _passed++;
        if (seen != 0)
        {
            _inLoss = false;
            return;
        }

        _passedLost++;
        if (_inLoss) return;
        _inLoss = true;
        _runs++;
    }
}
