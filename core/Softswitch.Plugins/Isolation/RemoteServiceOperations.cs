using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Isolation;

/// <summary>Does with the services of a run's account what a plugin's process asks for. The account is the run's, whatever the process says.</summary>
internal static class RemoteServiceOperations
{
    public static async ValueTask DoAsync(IServiceProvider services, WireOperation operation, WireReader from, WireWriter reply, CancellationToken cancellation)
    {
        switch (operation)
        {
            case WireOperation.StoreGet:
                var value = await Store(services).GetAsync(from.Text(), cancellation);
                reply.Flag(value is not null);
                if (value is not null) reply.Text(value.Value).Long(value.Version);
                break;
            case WireOperation.StoreSet:
                await Store(services).SetAsync(from.Text(), from.Text(), cancellation);
                break;
            case WireOperation.StoreTrySet:
                reply.Flag(await Store(services).TrySetAsync(from.Text(), from.TextOrNull(), from.Long(), cancellation));
                break;
            case WireOperation.StoreRemove:
                await Store(services).RemoveAsync(from.Text(), cancellation);
                break;
            case WireOperation.StoreKeys:
                reply.List(await Store(services).KeysAsync(from.Text(), from.TextOrNull(), cancellation), static (to, key) => to.Text(key));
                break;
            case WireOperation.Balance:
                var balance = await Ledger(services).GetBalanceAsync(cancellation);
                reply.Amount(balance.Amount).Amount(balance.Reserved).Text(balance.Currency);
                break;
            case WireOperation.Reserve:
                reply.Flag(await Ledger(services).ReserveAsync(from.Text(), from.Amount(), from.Time(), cancellation));
                break;
            case WireOperation.Extend:
                reply.Flag(await Ledger(services).ExtendAsync(from.Text(), from.Int(), from.Amount(), from.Time(), cancellation));
                break;
            case WireOperation.Settle:
                await Ledger(services).SettleAsync(from.Text(), from.Amount(), from.Text(), cancellation);
                break;
            case WireOperation.Directory:
                var directory = PluginServices.Get<IDirectory>(services);
                reply.List(directory.Extensions, static (to, extension) => to.Text(extension.Number).Text(extension.Name)).List(directory.Numbers, static (to, number) => to.Text(number));
                break;
            case WireOperation.FindInDirectory:
                reply.Entry(await PluginServices.Get<IDirectory>(services).FindAsync(from.Text(), cancellation));
                break;
            case WireOperation.Presence:
                reply.Byte((byte)PluginServices.Get<IPresence>(services)[from.Text()]);
                break;
            case WireOperation.IsOnline:
                reply.Flag(PluginServices.Get<IPresence>(services).IsOnline(from.Text()));
                break;
            case WireOperation.Reported:
                reply.Reported(PluginServices.Get<IPresence>(services).Reported(from.Text()));
                break;
            case WireOperation.Report:
                var extension = from.Text();
                var said = from.ReportedOrNull() ?? throw new InvalidDataException("a report that says nothing");
                PluginServices.Get<IPresenceReport>(services).Set(extension, said.State, said.Note, said.Until);
                break;
            case WireOperation.ClearReport:
                PluginServices.Get<IPresenceReport>(services).Clear(from.Text());
                break;
            case WireOperation.Render:
                var template = from.Text();
                var values = WireValues.Read(from) as IReadOnlyDictionary<string, object?> ?? throw new InvalidDataException("values of a template that are no map");
                reply.Text(PluginServices.Get<ITemplates>(services).Render(template, values));
                break;
            default:
                throw new InvalidDataException($"{operation} is no service");
        }
    }

    private static IKeyValueStore Store(IServiceProvider services) => PluginServices.Get<IKeyValueStore>(services);

    private static ILedger Ledger(IServiceProvider services) => PluginServices.Get<ILedger>(services);
}
