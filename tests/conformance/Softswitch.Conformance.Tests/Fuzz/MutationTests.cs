using System.Diagnostics;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Conformance.Tests.Fuzz;

/// <summary>Spoilt torture messages: whatever arrives, everything that reads it ends, soon, with a verdict and no exception.</summary>
public class MutationTests
{
    private const int Iterations = 50_000;

    private static readonly byte[][] Corpus =
    [
        .. Transcription.Names("Rfc4475").Select(name => Transcription.Read("Rfc4475", name)),
        .. Transcription.Names("Rfc5118").Select(name => Transcription.Read("Rfc5118", name)),
    ];

    [Fact]
    public void No_message_however_spoilt_throws_or_is_read_in_two_ways()
    {
        var mutator = new Mutator(20_261_120, Corpus);
        var reused = new SipMessage();
        var reader = new Reader();
        var accepted = 0;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Iterations; i++)
        {
            var bytes = mutator.Next();
            var parsed = reused.TryParse(bytes, SipLimits.Default, out var error);
            if (parsed != error.Text is null) Assert.Fail($"iteration {i}: parsed {parsed} with error {error.Text}");
            reader.ReadAll(reused);
            Reader.Frame(bytes);
            if (!parsed) continue;
            accepted++;
            // A reused instance still holds bytes of longer messages: they must not show.
            var fresh = new SipMessage();
            Assert.True(fresh.TryParse(bytes, SipLimits.Default, out _));
            AssertSame(fresh, reused);
            if (i % 16 == 0) AssertSame(fresh.Clone(), reused);
        }

        // Most changes are to bodies and names and leave a message one; if none did, the test would test little.
        Assert.InRange(accepted, Iterations / 10, Iterations);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(2), "Reading spoilt messages takes too long.");
    }

    [Fact]
    public void Bytes_that_never_were_a_message_are_refused()
    {
        var random = new SeededRandomSource(7);
        var message = new SipMessage();
        var reader = new Reader();
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[((IRandomSource)random).Next(300)];
            random.Fill(bytes);
            Assert.False(message.TryParse(bytes, SipLimits.Default, out var error));
            Assert.Equal(0, error.Status);
            reader.ReadAll(message);
            Reader.Frame(bytes);
        }
    }

    [Fact]
    public void The_worst_headers_take_no_longer_than_their_length()
    {
        // Values that make a careless reader start again at every byte.
        string[] worst = ["\"", "<", ",", ";", "\"<", "%", "\\\"", "a=\"", "<>,", ";a=", "::", "--x\r\n "];
        var message = new SipMessage();
        var reader = new Reader();
        var start = Stopwatch.GetTimestamp();
        foreach (var piece in worst)
        {
            var value = string.Concat(Enumerable.Repeat(piece, 30_000 / piece.Length));
            var text = $"OPTIONS sip:a@b SIP/2.0\r\nVia: {value}\r\nContact: {value}\r\nFrom: {value}\r\nCSeq: 1 OPTIONS\r\nContent-Type: multipart/mixed;boundary=x\r\n\r\n{value}";
            _ = message.TryParse(System.Text.Encoding.ASCII.GetBytes(text), new SipLimits { MessageLength = 1 << 20, HeaderLength = 1 << 20 }, out _);
            reader.ReadAll(message);
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), $"{Stopwatch.GetElapsedTime(start)}");
    }

    private static void AssertSame(SipMessage expected, SipMessage actual)
    {
        Assert.Equal(expected.IsRequest, actual.IsRequest);
        Assert.Equal((expected.Method, expected.StatusCode, expected.CSeqNumber, expected.HeaderCount), (actual.Method, actual.StatusCode, actual.CSeqNumber, actual.HeaderCount));
        Assert.True(expected.RequestUri.SequenceEqual(actual.RequestUri));
        Assert.True(expected.Body.SequenceEqual(actual.Body));
        for (var i = 0; i < expected.HeaderCount; i++)
        {
            Assert.Equal(expected.HeaderAt(i).Name, actual.HeaderAt(i).Name);
            Assert.True(expected.HeaderAt(i).Value.SequenceEqual(actual.HeaderAt(i).Value));
        }
    }
}
