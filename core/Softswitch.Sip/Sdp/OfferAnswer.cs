using Softswitch.Net;

namespace Softswitch.Sip.Sdp;

/// <summary>
/// The exchange of offers and answers on one leg (RFC 3264): whose turn it is, what is in force, and the discipline of our
/// <c>o=</c> line. Descriptions are kept as they were given and are not to be changed afterwards.
/// </summary>
/// <param name="sessionId">Our session identity on this leg: 31 bits of it are used, as some phones read it into an int.</param>
public sealed class OfferAnswer(ulong sessionId)
{
    private readonly uint _sessionId = (uint)(sessionId & 0x7FFF_FFFF);
    private uint _version;
    private byte[]? _lastWritten;

    /// <summary>Whose turn it is.</summary>
    public OfferAnswerState State { get; private set; }

    /// <summary>Our description in force; null before the first exchange is complete.</summary>
    public byte[]? Local { get; private set; }

    /// <summary>The peer's description in force; null before the first exchange is complete.</summary>
    public byte[]? Remote { get; private set; }

    /// <summary>The offer that waits for its answer, ours or the peer's; null when none does.</summary>
    public byte[]? Pending { get; private set; }

    /// <summary>Whether we may offer now.</summary>
    public bool MayOffer => State is OfferAnswerState.Empty or OfferAnswerState.Settled;

    /// <summary>
    /// The status that an offer arriving now deserves: 0 when it may be taken; 491 when ours is under way (glare, RFC 3261
    /// §14.2, RFC 3311 §5.2); 500, with a Retry-After of 0 to 10 s, when the peer's last one is unanswered.
    /// </summary>
    public int StatusForOffer => State switch
    {
        OfferAnswerState.Offered => 491,
        OfferAnswerState.Asked => 500,
        _ => 0,
    };

    /// <summary>We have sent an offer.</summary>
    public void OfferSent(byte[] sdp) => Begin(OfferAnswerState.Offered, sdp);

    /// <summary>The peer has sent an offer, which <see cref="StatusForOffer"/> let in.</summary>
    public void OfferReceived(byte[] sdp) => Begin(OfferAnswerState.Asked, sdp);

    /// <summary>We have answered the peer's offer.</summary>
    public void AnswerSent(byte[] sdp)
    {
        if (State != OfferAnswerState.Asked) throw new InvalidOperationException($"no offer of the peer to answer; the exchange is {State}");
        Settle(sdp, Pending!);
    }

    /// <summary>The peer has answered our offer. What is not usable changes nothing: the offer still waits.</summary>
    public AnswerVerdict AnswerReceived(byte[] sdp)
    {
        if (State != OfferAnswerState.Offered) return AnswerVerdict.Unusable("an answer that no offer waits for");
        var verdict = AnswerCheck.Judge(Pending, sdp);
        if (verdict.IsUsable) Settle(Pending!, sdp);
        return verdict;
    }

    /// <summary>The pending offer was refused or lost: what was in force before is in force again (RFC 3264 §8).</summary>
    public void Withdraw()
    {
        Pending = null;
        State = Local is null ? OfferAnswerState.Empty : OfferAnswerState.Settled;
    }

    /// <summary>
    /// Writes the other leg's description as ours, with the relay's addresses. When nothing but the <c>o=</c> line would differ
    /// from the last one we wrote, the very same bytes come back, version and all; otherwise the version is one more.
    /// Null and the <paramref name="error"/> when it is not usable.
    /// </summary>
    public byte[]? Write(SdpRewriter rewriter, ReadOnlySpan<byte> other, in NetAddress address, ReadOnlySpan<SdpRelayStream> streams, SdpDrops drops, out SdpError error)
    {
        var origin = new SdpOrigin(_sessionId, _version + 1, address);
        return rewriter.TryRewrite(other, origin, streams, drops, out error) ? Stamped(rewriter.Written) : null;
    }

    /// <summary>An offer that puts the peer on hold, or takes it back, from the description of ours in force; null when there is none.</summary>
    public byte[]? WriteHold(SdpEditor editor, bool hold)
    {
        if (Local is null) return null;
        editor.Redirect(Local, NextVersion(), hold);
        return Stamped(editor.Written);
    }

    /// <summary>
    /// An offer for this leg from what the peer of another leg last described (<paramref name="source"/>, written for this leg
    /// already): its streams in the order of ours in force, what it lacks rejected, what is new at the end (RFC 3264 §8).
    /// </summary>
    public byte[] WriteReOffer(SdpEditor editor, ReadOnlySpan<byte> source)
    {
        editor.Align(source, Local, NextVersion());
        return Stamped(editor.Written);
    }

    private SdpOrigin NextVersion() => new(_sessionId, _version + 1, default);

    private byte[] Stamped(ReadOnlySpan<byte> written)
    {
        if (_lastWritten is not null && SdpEditor.DifferOnlyInOrigin(_lastWritten, written)) return _lastWritten;
        _version++;
        return _lastWritten = written.ToArray();
    }

    private void Begin(OfferAnswerState state, byte[] sdp)
    {
        if (!MayOffer) throw new InvalidOperationException($"an offer is pending already; the exchange is {State}");
        State = state;
        Pending = sdp;
    }

    private void Settle(byte[] local, byte[] remote)
    {
        Local = local;
        Remote = remote;
        Pending = null;
        State = OfferAnswerState.Settled;
    }
}
