using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Tests.Storage;

/// <summary>The private server's life, with the installed PostgreSQL.</summary>
public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;

    public EmbeddedPostgresTests() => _data = DataFolder.Open(_folder.Sub("data"));

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_cluster_is_made_once_and_keeps_its_data_over_a_restart()
    {
        await using (var server = await StartAsync())
        {
            await using var database = await OpenAsync(server);
            await database.ExecuteAsync("create table kept as select 7 as value");
        }

        await using var again = await StartAsync();
        await using var reopened = await OpenAsync(again);
        Assert.Equal(7, await reopened.QueryAsync<int>("select value from kept"));
    }

    [Fact]
    public async Task The_server_has_no_network_socket_and_never_runs_as_root()
    {
        await using var server = await StartAsync();
        await using var database = await OpenAsync(server);

        Assert.Equal("", await database.QueryAsync<string>("show listen_addresses"));
        var uid = File.ReadLines($"/proc/{server.ProcessId}/status").Single(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.NotEqual("0", uid.Split('\t')[1]);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(_data.Cluster));
    }

    [Fact]
    public async Task A_server_that_was_killed_is_started_again_and_has_all_that_was_committed()
    {
        await using var server = await StartAsync();
        await using var database = await OpenAsync(server);
        await database.ExecuteAsync("create table kept as select 7 as value");

        Process.GetProcessById(server.ProcessId).Kill();

        await Wait.UntilAsync(() => server.Restarts == 1);
        await Wait.UntilAsync(() => database.AnswersAsync(default));
        Assert.Equal(7, await database.QueryAsync<int>("select value from kept"));
    }

    [Fact]
    public async Task A_server_killed_together_with_the_switch_recovers_on_the_next_start()
    {
        var first = await StartAsync();
        await using (var database = await OpenAsync(first)) await database.ExecuteAsync("create table kept as select 7 as value");
        await KillWithoutWatchAsync(first);

        await using var server = await StartAsync();
        await using var reopened = await OpenAsync(server);
        Assert.Equal(7, await reopened.QueryAsync<int>("select value from kept"));
    }

    [Fact]
    public async Task A_server_left_running_by_a_killed_switch_is_taken_over_and_stopped_at_the_end()
    {
        await using var first = await StartAsync();
        var processId = first.ProcessId;

        await using (var second = await StartAsync()) Assert.Equal(processId, second.ProcessId);

        Assert.False(File.Exists(Path.Combine(_data.Cluster, "postmaster.pid")));
    }

    [Fact]
    public async Task A_process_id_left_behind_that_another_program_has_now_is_no_obstacle()
    {
        await (await StartAsync()).DisposeAsync();
        File.WriteAllText(
            Path.Combine(_data.Cluster, "postmaster.pid"),
            $"{Environment.ProcessId}\n{_data.Cluster}\n1795168462\n5432\n{_data.Cluster}\n\n 1 2\nready   \n");

        await using var server = await StartAsync();
        Assert.NotEqual(Environment.ProcessId, server.ProcessId);
    }

    [Fact]
    public async Task A_missing_PostgreSQL_is_one_line_that_says_what_to_install()
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => StartAsync(_folder.Sub("nothing")));

        Assert.Contains("apt install postgresql", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_is_not_installed_says_which_to_install()
    {
        Directory.CreateDirectory(_data.Cluster);
        File.WriteAllText(Path.Combine(_data.Cluster, "PG_VERSION"), "9\n");

        var error = await Assert.ThrowsAsync<StorageException>(() => StartAsync());
        Assert.Contains("apt install postgresql-9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_too_long_for_the_socket_is_said_before_anything_is_made()
    {
        using var deep = DataFolder.Open(_folder.Sub(new string('x', 90)));

        var error = await Assert.ThrowsAsync<StorageException>(
            () => EmbeddedPostgres.StartAsync(deep, TimeProvider.System, NullLogger.Instance));
        Assert.Contains("too long", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(deep.Cluster));
    }

    [Fact]
    public async Task A_folder_its_user_cannot_reach_is_named_with_what_to_do()
    {
        var closed = _folder.Sub("closed");
        Directory.CreateDirectory(closed);
        if (Environment.IsPrivilegedProcess)
        {
            using var data = DataFolder.Open(Path.Combine(closed, "data"));
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var error = await Assert.ThrowsAsync<StorageException>(
                () => EmbeddedPostgres.StartAsync(data, TimeProvider.System, NullLogger.Instance));
            Assert.Contains($"chmod o+x {closed}", error.Message, StringComparison.Ordinal);
        }
        else
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var error = Assert.Throws<StorageException>(() => DataFolder.Open(Path.Combine(closed, "data")));
            Assert.Contains("cannot be created", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Settings_it_cannot_start_with_give_its_own_reason()
    {
        await (await StartAsync()).DisposeAsync();
        File.WriteAllText(Path.Combine(_data.Cluster, "local.conf"), "max_connections = none\n");

        var error = await Assert.ThrowsAsync<StorageException>(() => StartAsync());
        Assert.Contains("does not start", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_data_folder_belongs_to_one_switch_at_a_time()
    {
        var error = Assert.Throws<StorageException>(() => DataFolder.Open(_data.Root));
        Assert.Contains("in use by another softswitch", error.Message, StringComparison.Ordinal);
    }

    private Task<EmbeddedPostgres> StartAsync(string? installed = null) => installed is null
        ? EmbeddedPostgres.StartAsync(_data, TimeProvider.System, NullLogger.Instance)
        : EmbeddedPostgres.StartAsync(_data, TimeProvider.System, NullLogger.Instance, installed);

    private static Task<Database> OpenAsync(EmbeddedPostgres server) => Database.OpenAsync(server.ConnectionString, NullLogger.Instance);

    private static async Task KillWithoutWatchAsync(EmbeddedPostgres server)
    {
        await server.AbandonAsync();
        using var process = Process.GetProcessById(server.ProcessId);
        process.Kill();
        await process.WaitForExitAsync();
    }
}
