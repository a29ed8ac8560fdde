using Softswitch.Media;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>Sends digits to the caller: as telephone events (RFC 4733), or by INFO where their phone takes none.</summary>
internal sealed class SendDigitsOperation(Call call, string digits) : SpeechOperation<bool>(call)
{
    /// <inheritdoc/>
    protected override void OnReady(VoiceFormat format)
    {
        if (format.KeyPayloadType is null)
        {
            SendInfo();
            return;
        }

        Call.Caller.Media.Voice!.SendKeys(digits, static (state, end) => ((SendDigitsOperation)state!).Sent(end), this);
    }

    /// <inheritdoc/>
    protected override void Stop() => Call.Caller.Media.Voice?.Stop();

    private void SendInfo()
    {
        foreach (var digit in digits)
        {
            var body = InfoDigits.Write(digit);
            Call.Caller.Tell(session => session.Send(SipMethod.Info, InfoDigits.RelayType, body));
        }

        Complete(true);
    }

    /// <summary>On the media's thread.</summary>
    private void Sent(UtteranceEnd end) =>
        Call.Worker.Post(
            static state =>
            {
                var (operation, end) = ((SendDigitsOperation, UtteranceEnd))state!;
                if (end == UtteranceEnd.Impossible) operation.Fail(SpeechException.Impossible);
                else operation.Complete(true);
            },
            (this, end));
}
