using Npgsql;
using NpgsqlTypes;

namespace Softswitch.Kernel.Storage;

/// <summary>The traces that are kept with call records.</summary>
/// <param name="database">Where records are.</param>
public sealed class CallTraces(Database database)
{
    private const string Query =
        """
        select trace::text, inputs::text from kernel.call_record
        where trace is not null and (id = $1 or caller_call_id = $2) and ($3::text is null or account = $3)
        order by started_at desc limit 1
        """;

    /// <summary>The trace of a call as JSON, and what came into it where that is kept; null where there is none. The records of the last moments may still be on their way.</summary>
    /// <param name="call">The call's identifier, or the Call-ID of its caller's INVITE, of which the last one counts: callers choose it.</param>
    /// <param name="account">The only account whose calls are looked at; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<(string Trace, string? Inputs)?> FindAsync(string call, string? account, CancellationToken cancellation)
    {
        await using var command = database.Source.CreateCommand(Query);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.TryParse(call, out var id) ? id : Guid.Empty });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = call });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)account ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetString(0), await reader.IsDBNullAsync(1, cancellation) ? null : reader.GetString(1)) : null;
    }
}
