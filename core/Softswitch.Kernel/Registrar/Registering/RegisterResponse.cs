using Softswitch.Sip;

namespace Softswitch.Kernel.Registrar;

/// <summary>Writes what a REGISTER is answered with.</summary>
internal static class RegisterResponse
{
    /// <summary>200 with all contacts and how long each stays (RFC 3261 §10.3, item 8), Path (RFC 3327 §5.3) and Require: outbound (RFC 5626 §6).</summary>
    public static void Accept(ServerTransaction transaction, SipMessage request, Binding[] bindings, DateTimeOffset now, bool isOutbound)
    {
        var response = transaction.NewResponse(200);
        foreach (var binding in bindings)
        {
            if (binding.ExpiresAt > now) Write(response.Writer, binding, now);
        }

        foreach (var path in request.Values(HeaderName.Path)) response.Writer.Header(HeaderName.Path, path);
        if (isOutbound) response.Writer.Header(HeaderName.Require, "outbound"u8);
        response.Writer.Header(HeaderName.Supported, "path, outbound"u8);
        response.Send();
    }

    /// <summary>423 with the shortest time that would do (RFC 3261 §21.4.17).</summary>
    public static void TooBrief(ServerTransaction transaction, TimeSpan minimum)
    {
        var response = transaction.NewResponse(423);
        response.Writer.Header(HeaderName.MinExpires, (long)Math.Ceiling(minimum.TotalSeconds));
        response.Send();
    }

    /// <summary>420 with what we do not know (RFC 3261 §8.2.2.3).</summary>
    public static void BadExtension(ServerTransaction transaction, ReadOnlySpan<byte> option)
    {
        var response = transaction.NewResponse(420);
        response.Writer.Header(HeaderName.Unsupported, option);
        response.Send();
    }

    private static void Write(SipWriter writer, Binding binding, DateTimeOffset now)
    {
        writer.Begin(HeaderName.Contact).Text("<"u8).Text(binding.Uri).Text(">;expires="u8)
            .Number((long)Math.Ceiling((binding.ExpiresAt - now).TotalSeconds));
        if (binding.Q < 1000) WriteQ(writer, binding.Q);
        if (binding.InstanceId is { } instance) writer.Text(";+sip.instance=\""u8).Text(instance).Text("\""u8);
        if (binding.RegId > 0) writer.Text(";reg-id="u8).Number(binding.RegId);
        writer.End();
    }

    private static void WriteQ(SipWriter writer, int thousandths) => writer.Text(";q=0."u8)
        .Number(thousandths / 100).Number(thousandths / 10 % 10).Number(thousandths % 10);
}
