namespace Softswitch.Kernel.Storage;

/// <summary>What the private cluster's configuration files hold.</summary>
internal static class PostgresSettings
{
    /// <summary>
    /// Everybody who may enter the folder proves who they are to the kernel (peer); there is no network to come from. What plugins do in the database the switch does for them, as roles with less rights and
    /// with passwords that it makes up.
    /// </summary>
    public const string Access = $"# Written at each start.\nlocal all +{PluginRoles} scram-sha-256\nlocal all all peer map=softswitch\n";

    /// <summary>The role that all roles of plugins are members of. It has no rights.</summary>
    public const string PluginRoles = "softswitch_plugins";

    /// <summary>postgresql.conf. The socket is in the cluster's own folder, which only its user can enter.</summary>
    public static string Server(string socketFolder) => $"""
        # Written at each start; put settings of your own into local.conf beside it.
        listen_addresses = ''
        port = 5432
        unix_socket_directories = '{socketFolder.Replace("'", "''", StringComparison.Ordinal)}'
        unix_socket_permissions = 0700

        # Small: the switch needs a handful of connections and writes in batches.
        max_connections = 50
        shared_buffers = 32MB
        work_mem = 4MB
        maintenance_work_mem = 32MB
        min_wal_size = 32MB
        max_wal_size = 256MB
        autovacuum_max_workers = 1
        max_parallel_workers_per_gather = 0
        jit = off

        # Nothing is replicated from a private cluster.
        wal_level = minimal
        max_wal_senders = 0
        max_logical_replication_workers = 0

        # A commit is on the disk when it returns: segments of the journal are deleted by it. Batches make it cheap.
        fsync = on
        synchronous_commit = on
        full_page_writes = on

        timezone = 'UTC'
        log_timezone = 'UTC'
        lc_messages = 'C'
        log_checkpoints = off
        cluster_name = 'softswitch'
        include_if_exists = 'local.conf'

        """;

    /// <summary>pg_ident.conf: the server's own user and root are the role.</summary>
    public static string Identities(string user, string role) =>
        $"# Written at each start.\nsoftswitch {user} {role}\nsoftswitch root {role}\n";
}
