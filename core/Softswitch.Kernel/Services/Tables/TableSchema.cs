using System.Security.Cryptography;
using System.Text;

namespace Softswitch.Kernel.Services;

/// <summary>The schema of one plugin and its two roles: one owns the tables and migrates, the other one works with the rows.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Schema">Name of the schema.</param>
/// <param name="Role">Name of the role that works.</param>
/// <param name="Password">Password of both, made up by the switch.</param>
internal sealed record TableSchema(string Plugin, string Schema, string Role, string Password)
{
    private const int LongestName = 50;
    private const int HashLength = 16;

    /// <summary>Name of the role that owns the tables.</summary>
    public string Owner => Role + "_owner";

    /// <summary><c>time-of-day</c>: <c>plugin_time_of_day</c>. Two ids never give the same.</summary>
    public static string SchemaOf(string plugin)
    {
        var name = "plugin_" + plugin.Replace(".", "__", StringComparison.Ordinal).Replace('-', '_');
        return name.Length <= LongestName ? name : name[..(LongestName - HashLength)] + Hash(plugin);
    }

    /// <summary>Roles are those of the whole server, on which several databases may have the same plugin.</summary>
    public static string RoleOf(string database, string plugin) => "softswitch_" + Hash(database + "/" + plugin);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
}
