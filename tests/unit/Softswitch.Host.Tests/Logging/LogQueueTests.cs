using System.Text;
using Softswitch.Host.Logging;

namespace Softswitch.Host.Tests.Logging;

public sealed class LogQueueTests
{
    [Fact]
    public void Its_end_writes_what_was_said_before_and_nothing_after_it_does_harm()
    {
        using var output = new MemoryStream();
        var queue = new LogQueue(output);
        queue.Add("before"u8.ToArray());
        queue.Dispose();
        queue.Add("after"u8.ToArray());

        Assert.Equal("before\n", Encoding.UTF8.GetString(output.ToArray()));
    }
}
