using System.Data.Common;

namespace Softswitch.Sdk;

/// <summary>
/// The plugin's own tables, in a PostgreSQL schema of its own. Its migrations are the files <c>migrations/*.sql</c> of the plugin's project, run in the order
/// of their names, each once, before the plugin is used. Each table has a column <c>account</c>, which row-level security compares with the account in question: what belongs
/// to others can be neither read nor written.
/// </summary>
public interface IPluginDatabase
{
    /// <summary>Connections whose search path is the plugin's schema and which see the rows of the account only.</summary>
    /// <exception cref="PermissionDeniedException">A layer has withheld <c>tables</c>.</exception>
    DbDataSource DataSource { get; }
}
