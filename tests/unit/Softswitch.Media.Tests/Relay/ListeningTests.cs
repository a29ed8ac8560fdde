namespace Softswitch.Media.Tests.Relay;

public sealed class ListeningTests
{
    [Fact]
    public async Task Whoever_listens_to_a_stream_hears_its_end_and_so_does_the_other_end()
    {
        await using var call = await RelayedCall.Begin();
        await call.Talk();
        var listener = new Listener();
        call.ForAlice.Listen(listener);
        await call.Applied();
        for (var i = 0; i < 20; i++)
        {
            var sent = call.Alice.SendRtp(call.ForAlice.Local, [.. Enumerable.Repeat((byte)(i % 2 == 0 ? 0x10 : 0x90), 160)]);
            Assert.Equal(sent, await call.Bob.Receive());
            await call.Pass(TimeSpan.FromMilliseconds(10));
            await call.Pass(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(listener.Frames, 15, 21);
        Assert.True(listener.Loud > 10, $"{listener.Loud} of {listener.Frames}");
        call.ForAlice.StopListening(listener);
        await call.Applied();
        var frames = listener.Frames;
        await call.Pass(TimeSpan.FromMilliseconds(100));
        Assert.Equal(frames, listener.Frames);
    }

    private sealed class Listener : ISoundListener
    {
        public int Frames { get; private set; }

        public int Loud { get; private set; }

        public void OnSound(in HeardSound sound)
        {
            Frames++;
            if (!sound.Samples.IsEmpty && sound.Samples[80] != 0) Loud++;
        }
    }
}
