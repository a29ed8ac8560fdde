using Sample.Espeak;
using Softswitch.Sdk.Testing;

namespace Softswitch.Samples.Tests;

public sealed class EspeakTests
{
    [Fact]
    public void The_plan_of_the_page_does_what_its_tests_say() =>
        TestDialplan.Load(Pages.Yaml("speech.md")[0], typeof(Espeak).Assembly).RunTests(Pages.Yaml("speech.md")[1]);
}
