using System.Reflection;

namespace Softswitch.Sdk.Tests.PublicApi;

/// <summary>What others build on changes only by a change of a file that is reviewed.</summary>
public sealed class PublicApiTests
{
    private const string Accept = "SOFTSWITCH_ACCEPT_API";

    [Fact]
    public void The_SDK_shows_what_its_file_says() => Compare(typeof(ICall).Assembly, "sdk/Softswitch.Sdk/PublicApi.txt");

    [Fact]
    public void The_test_kit_shows_what_its_file_says() => Compare(typeof(Testing.TestCall).Assembly, "sdk/Softswitch.Sdk.Testing/PublicApi.txt");

    [Fact]
    public void The_test_kit_shows_nothing_of_the_engine_that_comes_with_it() =>
        Assert.DoesNotContain(PublicSurface.Of(typeof(Testing.TestCall).Assembly), line => line.Contains("Softswitch.Dialplan", StringComparison.Ordinal));

    [Fact]
    public void The_SDK_mentions_types_of_the_framework_only()
    {
        // Whatever it mentioned besides would have to be shared with plugins too, in one version for all.
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var asp = Path.GetDirectoryName(typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location)!;

        Assert.All(
            typeof(ICall).Assembly.GetReferencedAssemblies().Select(reference => reference.Name + ".dll"),
            file => Assert.True(File.Exists(Path.Combine(framework, file)) || File.Exists(Path.Combine(asp, file)), file));
    }

    private static void Compare(Assembly assembly, string file)
    {
        var path = Path.Combine(Repository.Root, file);
        var actual = PublicSurface.Of(assembly);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, string.Join('\n', actual) + "\n");
            return;
        }

        var agreed = File.Exists(path) ? File.ReadAllLines(path) : [];
        var difference = agreed.Except(actual).Select(line => "- " + line).Concat(actual.Except(agreed).Select(line => "+ " + line)).ToList();
        Assert.True(
            difference.Count == 0,
            $"""

            The public surface of {assembly.GetName().Name} is not what {file} says:
            {string.Join('\n', difference)}
            A line that goes or changes breaks plugins that are out there: since 1.0 that takes a new major version. If the change is meant, accept it and have the file reviewed:
                {Accept}=1 dotnet test tests/unit/Softswitch.Sdk.Tests -c Release --filter FullyQualifiedName~PublicApi
            """);
    }
}
