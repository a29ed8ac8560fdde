using System.Text;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Tests.Registrar;

/// <summary>REGISTERs with anything in them: no exception, never more contacts than allowed, and all of them lapse.</summary>
public sealed class RegisterFuzzTests
{
    private const int Requests = 20_000;

    private static readonly string[] Pieces =
    [
        "<sip:a@192.0.2.7>", "*", "<sip:b@10.0.0.1;transport=tcp>", ";expires=0", ";expires=60", ";expires=99999999999", ";q=0.5", ";q=x", ",",
        ";+sip.instance=\"<urn:uuid:1>\"", ";reg-id=1", ";reg-id=-1", "<sips:x@[::1]:5061>", "\"", "<", ">", "sip:c@d", "Name ", "<tel:1>", "\n ",
    ];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Whatever_a_phone_registers_ends(ulong seed)
    {
        var fixture = new RegistrarFixture();
        IRandomSource random = new SeededRandomSource(seed);
        var message = new SipMessage();
        for (uint i = 1; i <= Requests; i++)
        {
            var contact = new StringBuilder();
            for (var count = random.Next(7); count > 0; count--) contact.Append(Pieces[random.Next(Pieces.Length)]);
            var text = fixture.Text(
                contact.ToString(), random.Next(3) == 0 ? random.Next(100) : null, (uint)random.Next(50), "reg" + random.Next(4), "102", "acme.example",
                random.Next(4) == 0 ? "Path: " + contact + "\nSupported: outbound\n" : "", null);
            var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
            if (random.Next(4) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (!message.TryParse(bytes, SipLimits.Default, out _)) continue;
            fixture.Worker.Do(() => fixture.Layer.OnMessage(message, RegistrarFixture.Phone((SipTransport)random.Next(4))));
            Assert.InRange(fixture.Table.Find("acme", "102").Length, 0, 5);
            if (i % 50 == 0) fixture.Pass(random.Next(40));
        }

        fixture.Pass(8000);
        Assert.Equal(0, fixture.Table.Contacts);
        Assert.Equal(0, fixture.Table.Extensions);
        Assert.Equal(0, fixture.Worker.Timers.Count);
    }
}
