using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation;

/// <summary>Does with a call what a plugin's process asks for. The call itself checks the arguments.</summary>
internal static class RemoteCallOperations
{
    public static async ValueTask DoAsync(ICall call, WireOperation operation, WireReader from, WireWriter reply, CancellationToken cancellation)
    {
        switch (operation)
        {
            case WireOperation.Ring:
                await call.RingAsync(cancellation);
                break;
            case WireOperation.Answer:
                await call.AnswerAsync(cancellation);
                break;
            case WireOperation.Reject:
                await call.RejectAsync(from.Int(), cancellation);
                break;
            case WireOperation.Redirect:
                await call.RedirectAsync(from.Targets(), cancellation);
                break;
            case WireOperation.Hangup:
                await call.HangupAsync(from.Cause(), cancellation);
                break;
            case WireOperation.Play:
                await call.PlayAsync(from.Prompt(), cancellation);
                break;
            case WireOperation.Collect:
                reply.Collected(await call.CollectAsync(from.Collecting(), cancellation));
                break;
            case WireOperation.PlayAndCollect:
                reply.Collected(await call.PlayAndCollectAsync(from.Prompt(), from.Collecting(), cancellation));
                break;
            case WireOperation.SendDigits:
                await call.SendDigitsAsync(from.Text(), cancellation);
                break;
            case WireOperation.Bridge:
                reply.Bridged(await call.BridgeAsync(from.Bridge(), cancellation));
                break;
            case WireOperation.State:
                reply.Byte((byte)call.State);
                break;
            case WireOperation.GetVariable:
                reply.Text(call.Variables[from.Text()]);
                break;
            case WireOperation.SetVariable:
                call.Variables.Set(from.Text(), from.Text());
                break;
            case WireOperation.Header:
                reply.List(call.Headers[from.Text()], static (to, value) => to.Text(value));
                break;
            default:
                throw new InvalidDataException($"{operation} is nothing that is done with a call");
        }
    }
}
