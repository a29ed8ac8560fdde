namespace Softswitch.Dialplan.Yaml;

/// <summary>Collects what is wrong with one file, or with files that belong together.</summary>
/// <param name="file">Path that findings name where a place does not say its file.</param>
public sealed class FileFindings(string file)
{
    private readonly List<Finding> _findings = [];

    /// <summary>Path that findings name where a place does not say its file.</summary>
    public string File { get; } = file;

    /// <summary>All of them, file by file, in the order of each.</summary>
    public IEnumerable<Finding> All => _findings
        .OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.Code, StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _findings.Count;

    /// <summary>Notes a finding at a place.</summary>
    public void Add(Place place, string code, string text) => _findings.Add(new Finding(place.File ?? File, place.Line, place.Column, code, text));

    /// <summary>Notes a finding at a value.</summary>
    public void Add(YamlValue at, string code, string text) => Add(at.Place, code, text);

    /// <summary>Takes over what was found elsewhere.</summary>
    public void AddRange(IEnumerable<Finding> findings) => _findings.AddRange(findings);
}
