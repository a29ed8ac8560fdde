using System.ComponentModel;

namespace Softswitch.Sdk.Hosting;

/// <summary>A step of a plugin: how its options are made and how it is run.</summary>
/// <param name="name">Its name, without the plugin's.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StepRegistration(string name)
{
    /// <summary>Its name, without the plugin's.</summary>
    public string Name { get; } = name;

    /// <summary>Makes the options of one place in a plan. They are shared by all calls.</summary>
    /// <exception cref="FormatException">The values are not what the schema asks for.</exception>
    public abstract object Bind(OptionValues values);

    /// <summary>Runs the step once.</summary>
    public abstract ValueTask<Outcome> RunAsync(IServiceProvider services, ICall call, object options, CancellationToken hangup);
}

/// <inheritdoc/>
/// <param name="name">Its name, without the plugin's.</param>
/// <param name="bind">Makes the options.</param>
/// <param name="create">Makes the step.</param>
/// <typeparam name="TOptions">The options.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepRegistration<TOptions>(string name, Func<OptionValues, TOptions> bind, Func<IServiceProvider, CallStep<TOptions>> create) : StepRegistration(name)
    where TOptions : class
{
    /// <inheritdoc/>
    public override object Bind(OptionValues values)
    {
        var options = bind(values);
        (options as ICheckedOptions)?.Check();
        return options;
    }

    /// <inheritdoc/>
    public override ValueTask<Outcome> RunAsync(IServiceProvider services, ICall call, object options, CancellationToken hangup) =>
        create(services).RunAsync(call, (TOptions)options, hangup);
}
