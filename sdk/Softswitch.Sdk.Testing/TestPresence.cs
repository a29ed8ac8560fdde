using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Simulation;

namespace Softswitch.Sdk.Testing;

/// <summary>Runs a presence source on a clock that jumps, and keeps what it says: a day of it takes a millisecond.</summary>
/// <example><code>
/// var presence = new TestPresence();
/// await presence.Account.Store("acme.calendar").SetAsync("100", "09:00-10:00", default);
/// presence.Watch&lt;Calendar&gt;(TimeSpan.FromHours(1));
/// Assert.Equal(ExtensionState.Busy, presence["100"]?.State);
/// </code></example>
/// <remarks>What the source's plugin remembers lasts from one run of the object to the next. Not safe from several threads at a time.</remarks>
public sealed class TestPresence : IPresenceReport
{
    private readonly Dictionary<string, ReportedState> _said = new(StringComparer.Ordinal);
    private readonly List<string> _transcript = [];
    private readonly SimulatedAccount _account;
    private DateTimeOffset _now = new CallScript { Dialled = "" }.At;

    /// <summary>Nothing is said yet.</summary>
    /// <param name="account">Name of the account.</param>
    public TestPresence(string account = "test")
    {
        _account = new SimulatedAccount(account);
        Account = new TestAccount(_account);
    }

    /// <summary>What the plugin remembers for the account.</summary>
    public TestAccount Account { get; }

    /// <summary>What was said, one line each: <c>01-05 22:00:00 100 DoNotDisturb until 01-06 07:00:00 (Quiet hours)</c>.</summary>
    public IReadOnlyList<string> Transcript => _transcript;

    /// <summary>What is said of an extension at the end, or null.</summary>
    public ReportedState? this[string extension] => _said.GetValueOrDefault(extension) is { } said && (said.Until is not { } until || until > _now) ? said : null;

    /// <summary>When the source begins to run. Default Monday, 5 January 2026, 10:00 UTC, or when it ended the last time.</summary>
    public TestPresence At(DateTimeOffset time)
    {
        _now = time;
        return this;
    }

    /// <summary>Runs a source for some time, and has it end.</summary>
    /// <typeparam name="TSource">The source, of a plugin that the generator of the SDK has seen.</typeparam>
    /// <param name="time">For how long it runs.</param>
    /// <exception cref="TestFailedException">It throws, or goes on for 5 s after it was told to end.</exception>
    /// <exception cref="InvalidOperationException">The assembly of the source has no manifest.</exception>
    public TestPresence Watch<TSource>(TimeSpan time)
        where TSource : class, IPresenceSource
    {
        var plugin = TestPlugin.Of(typeof(TSource).Assembly);
        var services = _account.Services(plugin.Id);
        var source = plugin.Module.PresenceSources.Select(one => one.Create(services)).OfType<TSource>().First();
        try
        {
            SimulatedWork.Run(_account, _now, time, stopping => source.WatchAsync(this, stopping));
        }
        catch (SimulationException e)
        {
            throw new TestFailedException($"{typeof(TSource).Name}: {e.Message}\n{string.Join('\n', _transcript)}");
        }

        _now += time;
        return this;
    }

    /// <inheritdoc/>
    void IPresenceReport.Set(string extension, ExtensionState state, string? note, DateTimeOffset? until)
    {
        ReportRules.CheckExtension(extension);
        var said = new ReportedState(state, note, until);
        if (_said.GetValueOrDefault(extension) == said) return;
        if (!_said.ContainsKey(extension)) ReportRules.CheckRoom(_said.Count);
        _said[extension] = said;
        Note($"{extension} {state}{(until is { } end ? $" until {end:MM-dd HH:mm:ss}" : "")}{(note is null ? "" : $" ({note})")}");
    }

    /// <inheritdoc/>
    void IPresenceReport.Clear(string extension)
    {
        ReportRules.CheckExtension(extension);
        if (_said.Remove(extension)) Note($"{extension} cleared");
    }

    private void Note(string what) => _transcript.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_account.Clock.GetUtcNow():MM-dd HH:mm:ss} {what}"));
}
