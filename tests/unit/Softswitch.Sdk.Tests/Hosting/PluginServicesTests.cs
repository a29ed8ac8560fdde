using Microsoft.Extensions.Logging;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Sdk.Tests.Hosting;

public sealed class PluginServicesTests
{
    [Fact]
    public void A_log_by_type_writes_to_the_log_of_the_plugin()
    {
        var log = new Lines();

        PluginServices.Logger<PluginServicesTests>(new Services(log)).LogWarning("late by {Seconds}", 3);

        Assert.Equal("Warning late by 3", Assert.Single(log.Written));
    }

    [Fact]
    public void A_service_that_is_not_there_is_named() =>
        Assert.Contains("ILedger", Assert.Throws<InvalidOperationException>(() => PluginServices.Get<ILedger>(new Services(new Lines()))).Message, StringComparison.Ordinal);

    private sealed class Services(ILogger log) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ILogger) ? log : null;
    }

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{logLevel} {formatter(state, exception)}");
    }
}
