using Softswitch.Kernel.Storage;

namespace Softswitch.Kernel.Tests.Storage;

internal static class DatabaseExtensions
{
    public static async Task ExecuteAsync(this Database database, string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> QueryAsync<T>(this Database database, string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
