using System.Text;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Conformance.Tests.Fuzz;

/// <summary>What is written is what is read.</summary>
public class RoundTripTests
{
    private const string Token = "ABCXYZabcxyz0189-.!%*_+`'~";
    private readonly IRandomSource _random = new SeededRandomSource(4711);

    [Fact]
    public void A_message_that_was_written_is_read_as_it_was_meant()
    {
        var writer = new SipWriter();
        var message = new SipMessage();
        for (var i = 0; i < 5_000; i++)
        {
            var method = i % 3 == 0 ? Of(Token, 1, 12) : Encoding.ASCII.GetString(SipMethods.NameOf((SipMethod)(1 + _random.Next((int)SipMethod.Message))));
            var isRequest = _random.Next(2) == 0;
            var status = 100 + _random.Next(600);
            var uri = $"sip:{Of("abc019-_.~*'()&=+$,;?/", 1, 20)}@{Of("abcxyz", 1, 10)}.example:{1 + _random.Next(65_535)};{Of("abc", 1, 5)}={Of("abc01/:&+$[]", 1, 9)}";
            if (isRequest) writer.Request(Utf8(method), Utf8(uri));
            else writer.Status(status, Utf8(Of("abc äöü - 大", 0, 20)));
            var fields = new List<(string Name, string Value)>
            {
                ("Via", $"SIP/2.0/UDP h{_random.Next(100)}.example;branch=z9hG4bK{Of("abc012", 1, 20)}"),
                ("From", $"\"{Of("ab ,;<>@:äö大", 0, 20)}\" <{uri}>;tag={Of(Token, 1, 12)}"),
                ("To", $"<{uri}>"),
                ("Call-ID", Of("abc019@.-<>()", 1, 40)),
                ("CSeq", $"{_random.Next(int.MaxValue)} {method}"),
            };
            for (var more = _random.Next(20); more > 0; more--) fields.Add(("X-" + Of(Token, 1, 12), Of("ab1 ;,=\"ä", 0, 30).Trim()));
            foreach (var (name, value) in fields) writer.Header(Utf8(name), Utf8(value));
            var body = Encoding.UTF8.GetBytes(Of("v=0\r\n \0大", 0, 60));
            writer.EndWithBody("application/sdp"u8, body);

            Assert.True(message.TryParse(writer.Written, SipLimits.Default, out var error), error.Text);
            Assert.True(MessageValidation.TryValidate(message, out error), error.Text);
            Assert.Equal(method, Encoding.UTF8.GetString(message.MethodName));
            Assert.Equal(isRequest ? 0 : status, message.StatusCode);
            Assert.Equal(isRequest ? uri : "", Encoding.UTF8.GetString(message.RequestUri));
            Assert.True(body.AsSpan().SequenceEqual(message.Body));
            for (var at = 0; at < fields.Count; at++)
            {
                var field = message.HeaderAt(at);
                Assert.Equal(fields[at], (Encoding.UTF8.GetString(field.NameBytes), Encoding.UTF8.GetString(field.Value)));
            }
        }
    }

    [Fact]
    public void An_accepted_torture_message_written_again_field_by_field_is_the_same()
    {
        var writer = new SipWriter();
        var again = new SipMessage();
        foreach (var name in Transcription.Names("Rfc4475"))
        {
            if (Verdict.Of(Transcription.Read("Rfc4475", name), out var message) is not { By: Part.None }) continue;
            if (message.IsRequest) writer.Request(message.MethodName, message.RequestUri);
            else writer.Status(message.StatusCode, message.ReasonPhrase);
            for (var i = 0; i < message.HeaderCount; i++) writer.Header(message.HeaderAt(i).NameBytes, message.HeaderAt(i).Value);
            writer.End().Text(message.Body);
            Assert.True(again.TryParse(writer.Written, SipLimits.Default, out var error), $"{name}: {error.Text}");
            Assert.Equal(message.HeaderCount, again.HeaderCount);
            for (var i = 0; i < message.HeaderCount; i++) Assert.True(message.HeaderAt(i).Value.SequenceEqual(again.HeaderAt(i).Value), name);
            Assert.True(message.Body.SequenceEqual(again.Body), name);
        }
    }

    [Fact]
    public void What_is_escaped_and_unescaped_is_the_same()
    {
        var bytes = new byte[256];
        for (var i = 0; i < 1_000; i++)
        {
            _random.Fill(bytes);
            var escaped = new byte[768];
            var written = UriEscapes.Escape(bytes, escaped);
            Assert.True(SipUri.TryParse([.. "sip:"u8, .. escaped.AsSpan(0, written), .. "@h"u8], out var uri));
            var plain = new byte[768];
            Assert.True(bytes.AsSpan().SequenceEqual(plain.AsSpan(0, UriEscapes.Unescape(uri.User, plain))));
        }
    }

    private string Of(string alphabet, int minimum, int maximum)
    {
        var text = new StringBuilder();
        for (var length = minimum + _random.Next(maximum - minimum + 1); length > 0; length--) text.Append(alphabet[_random.Next(alphabet.Length)]);
        return text.ToString();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
