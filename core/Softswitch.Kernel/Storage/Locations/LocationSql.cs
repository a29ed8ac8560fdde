using System.Net;
using System.Text;
using Npgsql;
using Softswitch.Kernel.Registrar;
using Softswitch.Net;
using Softswitch.Sip;
using Change = System.Collections.Generic.KeyValuePair<(string Account, string Extension, string Key), Softswitch.Kernel.Storage.LocationChange>;

namespace Softswitch.Kernel.Storage;

/// <summary>Statements on registrations. Rows travel as one array a column: one statement and one round trip, whatever their number.</summary>
internal static class LocationSql
{
    public const string Load =
        """
        select account, extension, contact, transport, remote_host, remote_port, listener, path, q, call_id, cseq, user_agent,
               instance_id, reg_id, expires_at
        from kernel.registration where expires_at > $1 order by updated_at desc
        """;

    private const string SaveText =
        """
        insert into kernel.registration (
            account, extension, contact_key, contact, transport, remote_host, remote_port, listener, path, q, call_id, cseq,
            user_agent, instance_id, reg_id, expires_at, updated_at, node)
        select *, $18 from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        on conflict (account, extension, contact_key) do update set
            contact = excluded.contact, transport = excluded.transport, remote_host = excluded.remote_host,
            remote_port = excluded.remote_port, listener = excluded.listener, path = excluded.path, q = excluded.q,
            call_id = excluded.call_id, cseq = excluded.cseq, user_agent = excluded.user_agent, instance_id = excluded.instance_id,
            reg_id = excluded.reg_id, expires_at = excluded.expires_at, updated_at = excluded.updated_at, node = excluded.node
        where case when registration.call_id = excluded.call_id
            then excluded.cseq >= registration.cseq
            else excluded.updated_at >= registration.updated_at end
        """;

    private const string RemoveText =
        """
        delete from kernel.registration using unnest($1, $2, $3, $4) as gone (account, extension, contact_key, at)
        where registration.account = gone.account and registration.extension = gone.extension
          and registration.contact_key = gone.contact_key and registration.updated_at <= gone.at
        """;

    public static NpgsqlBatchCommand Save(IReadOnlyList<Change> changes, string node)
    {
        var command = new NpgsqlBatchCommand(SaveText);
        AddKeys(command, changes);
        Add(command, changes, change => change.Binding.Uri);
        Add(command, changes, change => (short)change.Binding.Flow.Transport);
        Add(command, changes, change => change.Binding.Flow.Remote.Host);
        Add(command, changes, change => (int)change.Binding.Flow.Remote.Port);
        Add(command, changes, change => (int)change.Binding.Flow.Listener);
        Add(command, changes, change => change.Binding.Path);
        Add(command, changes, change => (short)change.Binding.Q);
        Add(command, changes, change => change.Binding.CallId);
        Add(command, changes, change => (long)change.Binding.CSeq);
        Add(command, changes, change => Clean(change.Binding.UserAgent));
        Add(command, changes, change => Clean(change.Binding.InstanceId));
        Add(command, changes, change => change.Binding.RegId);
        Add(command, changes, change => change.Binding.ExpiresAt.ToUniversalTime());
        Add(command, changes, change => change.At.ToUniversalTime());
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = node });
        return command;
    }

    public static NpgsqlBatchCommand Remove(IReadOnlyList<Change> changes)
    {
        var command = new NpgsqlBatchCommand(RemoveText);
        AddKeys(command, changes);
        Add(command, changes, change => change.At.ToUniversalTime());
        return command;
    }

    public static NpgsqlBatchCommand Purge(DateTimeOffset before) => new("delete from kernel.registration where expires_at < $1")
    {
        Parameters = { new NpgsqlParameter<DateTimeOffset> { TypedValue = before } },
    };

    public static StoredBinding Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        new Binding
        {
            Uri = row.GetFieldValue<byte[]>(2),
            Flow = new SipPeer((SipTransport)row.GetInt16(3), NetAddress.From(IPAddress.Parse(row.GetString(4)), row.GetInt32(5)), (ushort)row.GetInt32(6)),
            Path = row.GetFieldValue<byte[]>(7),
            Q = row.GetInt16(8),
            CallId = row.GetFieldValue<byte[]>(9),
            CSeq = (uint)row.GetInt64(10),
            UserAgent = row.IsDBNull(11) ? null : row.GetString(11),
            InstanceId = row.IsDBNull(12) ? null : row.GetString(12),
            RegId = row.GetInt32(13),
            ExpiresAt = row.GetFieldValue<DateTimeOffset>(14),
        });

    private static void AddKeys(NpgsqlBatchCommand command, IReadOnlyList<Change> changes)
    {
        Add(command, changes, change => change.Account);
        Add(command, changes, change => change.Extension);
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. changes.Select(change => Encoding.Latin1.GetBytes(change.Key.Key))] });
    }

    private static void Add<T>(NpgsqlBatchCommand command, IReadOnlyList<Change> changes, Func<LocationChange, T> column)
    {
        var values = new T[changes.Count];
        for (var i = 0; i < values.Length; i++) values[i] = column(changes[i].Value);
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });
    }

    // PostgreSQL's text holds no U+0000.
    private static string? Clean(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);
}
