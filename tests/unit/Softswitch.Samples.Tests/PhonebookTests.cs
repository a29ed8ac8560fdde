using Sample.Phonebook;
using Softswitch.Sdk;
using Softswitch.Sdk.Testing;

namespace Softswitch.Samples.Tests;

public sealed class PhonebookTests
{
    private readonly TestDialplan _dialplan = TestDialplan.Load(Pages.Yaml("directory-sources.md")[0], typeof(Phonebook).Assembly);

    private IKeyValueStore Store => _dialplan.Account.Store("sample.phonebook");

    [Fact]
    public void The_plan_of_the_page_does_what_its_tests_say() => _dialplan.RunTests(Pages.Yaml("directory-sources.md")[1]);

    [Fact]
    public async Task Whom_the_account_has_put_into_it_is_shown_by_name()
    {
        await PutAsync("50670000001", "Maria Solano");

        var call = (await _dialplan.Dial("+50640001000").CalledBy("+50670000001").RunAsync()).Showed("Maria Solano").WasAnswered().HadNoFailures();

        Assert.Contains("sample.phonebook knows the caller: Maria Solano", call.Reasons);
    }

    [Fact]
    public async Task Its_failure_costs_the_name_and_nothing_else()
    {
        await Store.SetAsync("people/50670000001", "Ma\nria", default);

        var call = (await _dialplan.Dial("+50640001000").CalledBy("+50670000001").RunAsync()).Showed("+50670000001").WasAnswered().HadNoFailures();

        Assert.Contains(call.Reasons, reason => reason.StartsWith("sample.phonebook could not be asked who calls: ArgumentException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_withholds_their_number_is_not_looked_for()
    {
        var call = (await _dialplan.Dial("+50640001000").CalledBy("").RunAsync()).WasAnswered();

        Assert.DoesNotContain(call.Reasons, reason => reason.Contains("phonebook", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_stands_what_every_source_has_to()
    {
        await PutAsync("+50640001000", "Maria");

        await DirectoryConformance.CheckAsync(new Phonebook(Store), "+50640001000", "50640001000");
    }

    [Fact]
    public async Task A_name_that_no_phone_can_show_is_refused() => Assert.Equal(400, (await PutAsync("1", "Ma\r\nria")).Status);

    private async Task<HttpReply> PutAsync(string number, string name)
    {
        var query = new HttpQuery
        {
            Account = "acme",
            Path = new Dictionary<string, string> { ["number"] = number },
            Parameters = new Dictionary<string, string>(),
            Headers = new Dictionary<string, string>(),
            Body = System.Text.Encoding.UTF8.GetBytes(name),
        };
        return await new PutPerson(Store).HandleAsync(query, default);
    }
}
