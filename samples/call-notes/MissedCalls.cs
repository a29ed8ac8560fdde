using System.Data.Common;
using Softswitch.Sdk;

namespace Sample.CallNotes;

/// <summary>Notes each call that nobody answered.</summary>
public sealed class MissedCalls(IPluginDatabase database) : IEventHandler<CallEnded>
{
    /// <inheritdoc/>
    public async ValueTask HandleAsync(CallEnded happened, CancellationToken cancellation)
    {
        if (happened.Summary.AnsweredBy is not null) return;
        await using var command = database.DataSource.CreateCommand(
            "insert into missed (call, caller, dialled, at) values ($1, $2, $3, $4) on conflict do nothing");
        Add(command, happened.Summary.Id);
        Add(command, happened.Summary.Caller.Number);
        Add(command, happened.Summary.Dialled);
        Add(command, happened.At);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static void Add(DbCommand command, object value)
    {
        var parameter = command.CreateParameter();
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
