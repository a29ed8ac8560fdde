namespace Softswitch.Dialplan.Yaml;

/// <summary>Collects what is wrong with one file.</summary>
/// <param name="file">Path that the findings name.</param>
public sealed class FileFindings(string file)
{
    private readonly List<Finding> _findings = [];

    /// <summary>Path that the findings name.</summary>
    public string File { get; } = file;

    /// <summary>All of them, in the order of the file.</summary>
    public IEnumerable<Finding> All => _findings.OrderBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.Code, StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _findings.Count;

    /// <summary>Notes a finding at a place.</summary>
    public void Add(Place place, string code, string text) => _findings.Add(new Finding(File, place.Line, place.Column, code, text));

    /// <summary>Notes a finding at a value.</summary>
    public void Add(YamlValue at, string code, string text) => Add(at.Place, code, text);
}
