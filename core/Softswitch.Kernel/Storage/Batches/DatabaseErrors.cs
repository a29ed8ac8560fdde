using System.Net.Sockets;
using Npgsql;

namespace Softswitch.Kernel.Storage;

/// <summary>Tells a database that is away from one that will never take what it is given.</summary>
internal static class DatabaseErrors
{
    /// <summary>Whether the database does not answer, or what it was asked was given up: it may be tried again.</summary>
    public static bool IsOutage(Exception exception) =>
        exception is NpgsqlException or SocketException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException;

    /// <summary>
    /// Whether the very data is refused, so that trying again is no use: by the database (SQLSTATE classes 22 data
    /// exception, 23 integrity violation) or before it is sent. An outage, a full disk, a restart pass.
    /// </summary>
    public static bool IsRefusal(Exception exception) => exception switch
    {
        PostgresException refused => refused.SqlState.StartsWith("22", StringComparison.Ordinal) || refused.SqlState.StartsWith("23", StringComparison.Ordinal),
        NpgsqlException or IOException or SocketException or TimeoutException or ObjectDisposedException or OperationCanceledException => false,
        _ => true,
    };
}
