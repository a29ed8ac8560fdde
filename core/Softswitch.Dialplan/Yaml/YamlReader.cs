using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Softswitch.Dialplan.Yaml;

/// <summary>
/// Reads the part of YAML that a dialplan needs: maps, lists and text, each with its place. Anchors, aliases, merge keys
/// and tags are refused before they are resolved, so that a file cannot grow beyond its own length.
/// </summary>
public sealed class YamlReader
{
    /// <summary>Longest file, characters.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    private const int MaximumDepth = 32;

    // Of the control characters YAML has tabs and ends of lines only (YAML 1.2 §5.1).
    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(letter => char.IsControl(letter) && letter != '\t')]);

    private readonly Parser _parser;
    private readonly FileFindings _findings;

    private YamlReader(string text, FileFindings findings)
    {
        _parser = new Parser(new StringReader(text));
        _findings = findings;
    }

    /// <summary>Reads a file's text. Null, and the reason in <paramref name="findings"/>, where it is no such YAML.</summary>
    public static YamlValue? Read(string text, FileFindings findings)
    {
        if (text.Length > MaximumLength)
        {
            findings.Add(Place.Start, FindingCodes.TooLarge, $"the file is {text.Length} characters long; expected at most {MaximumLength}");
            return null;
        }

        if (HasStrayCharacters(text, findings)) return null;
        var reader = new YamlReader(text, findings);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            findings.Add(reader.PlaceOf(exception.Start), FindingCodes.Syntax, $"not valid YAML: {Plain(exception.Message)}");
            return null;
        }
        catch (InvalidOperationException)
        {
            // The library's scanner stumbles over some broken plain text within braces (seen with 16.3.0); no place is told.
            findings.Add(reader._parser.Current is { } last ? reader.PlaceOf(last.End) : Place.Start, FindingCodes.Syntax, "not valid YAML, soon after here");
            return null;
        }
    }

    private YamlValue? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            _findings.Add(Place.Start, FindingCodes.Syntax, "the file is empty");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadValue(1);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _findings.Add(PlaceOf(second.Start), FindingCodes.NotInLanguage, "a second document begins; expected one in a file");
        return root;
    }

    private YamlValue? ReadValue(int depth)
    {
        var place = PlaceOf(_parser.Current!.Start);
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            _findings.Add(place, FindingCodes.NotInLanguage, $"alias '*{alias.Value}'; expected the value itself");
            return null;
        }

        if (depth > MaximumDepth)
        {
            _findings.Add(place, FindingCodes.TooLarge, $"nested more than {MaximumDepth} deep");
            _parser.SkipThisAndNestedEvents();
            return null;
        }

        if (_parser.Current is NodeEvent node) RefuseProperties(node, place);
        if (_parser.TryConsume<Scalar>(out var scalar)) return new YamlText(place, scalar.Value, scalar.Style != ScalarStyle.Plain);
        return _parser.Current is SequenceStart ? ReadList(place, depth) : ReadMap(place, depth);
    }

    private YamlList ReadList(Place place, int depth)
    {
        _parser.Consume<SequenceStart>();
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (ReadValue(depth + 1) is { } item) items.Add(item);
        }

        return new YamlList(place, items);
    }

    private YamlMap ReadMap(Place place, int depth)
    {
        _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var keyValue = ReadValue(depth + 1);
            var value = ReadValue(depth + 1);
            if (keyValue is not YamlText key)
            {
                if (keyValue is not null) _findings.Add(keyValue, FindingCodes.WrongType, $"a key is {keyValue.Described}; expected text");
            }
            else if (key is { Text: "<<", IsQuoted: false })
            {
                _findings.Add(key, FindingCodes.NotInLanguage, "merge key '<<'; expected the keys themselves");
            }
            else if (!places.TryAdd(key.Text, key.Place))
            {
                _findings.Add(key, FindingCodes.DuplicateKey, $"key '{key.Text}' is there already, in line {places[key.Text].Line}");
            }
            else if (value is not null)
            {
                entries.Add(new YamlEntry(key, value));
            }
        }

        // A map of one entry within brackets, without braces, has no place of its own.
        return new YamlMap(depth > 1 && entries.Count > 0 && place is { Line: 1, Column: 1 } ? entries[0].Key.Place : place, entries);
    }

    private void RefuseProperties(NodeEvent node, Place place)
    {
        if (!node.Anchor.IsEmpty) _findings.Add(place, FindingCodes.NotInLanguage, $"anchor '&{node.Anchor.Value}'; expected the value alone");
        if (!node.Tag.IsEmpty) _findings.Add(place, FindingCodes.NotInLanguage, $"tag '{node.Tag}'; expected the value alone");
    }

    private static bool HasStrayCharacters(string text, FileFindings findings)
    {
        var before = findings.Count;
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            line++;
            var indentation = content[..(content.Length - content.TrimStart(" \t").Length)];
            var tab = indentation.IndexOf('\t');
            if (tab >= 0 && indentation.Length < content.Length) findings.Add(new Place(line, tab + 1), FindingCodes.Tab, "a tab in the indentation; expected spaces");
            var control = content.IndexOfAny(Controls);
            if (control >= 0) findings.Add(new Place(line, control + 1), FindingCodes.Syntax, $"not valid YAML: control character U+{(int)content[control]:X4}");
        }

        return findings.Count > before;
    }

    private Place PlaceOf(in Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column), _findings.File);

    private static string Plain(string message) => message.ReplaceLineEndings(" ").TrimEnd('.');
}
