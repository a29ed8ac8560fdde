using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Traces;

namespace Softswitch.Dialplan.Testing;

/// <summary>Results of tests, for people and for machines.</summary>
public static class TestReport
{
    /// <summary>For people: a red test with what was otherwise, what happened, and the way through the plan; at the end how many passed.</summary>
    public static string Text(IReadOnlyCollection<TestResult> results)
    {
        var text = new StringBuilder();
        foreach (var result in results.Where(result => !result.HasPassed))
        {
            text.Append(CultureInfo.InvariantCulture, $"{result.Position} FAILED {result.Test.Name}\n");
            foreach (var difference in result.Differences) text.Append(CultureInfo.InvariantCulture, $"  {difference}\n");
            if (result.Calls is [.., var call]) Append(text, call);
        }

        var failed = results.Count(result => !result.HasPassed);
        return text.Append(CultureInfo.InvariantCulture, $"{results.Count} test(s), {results.Count - failed} passed, {failed} failed\n").ToString();
    }

    /// <summary>For machines.</summary>
    public static string Json(IReadOnlyCollection<TestResult> results)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("tests", results.Count);
            writer.WriteNumber("failed", results.Count(result => !result.HasPassed));
            writer.WriteStartArray("results");
            foreach (var result in results) Write(writer, result);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>JUnit's XML, which every CI reads.</summary>
    public static string JUnit(IReadOnlyCollection<TestResult> results)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            writer.WriteStartElement("testsuites");
            foreach (var file in results.GroupBy(result => result.File.Path, StringComparer.Ordinal))
            {
                writer.WriteStartElement("testsuite");
                writer.WriteAttributeString("name", file.Key);
                writer.WriteAttributeString("tests", XmlConvert.ToString(file.Count()));
                writer.WriteAttributeString("failures", XmlConvert.ToString(file.Count(result => !result.HasPassed)));
                foreach (var result in file) Write(writer, result);
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Append(StringBuilder text, SimulationResult call)
    {
        text.Append("  what happened:\n");
        foreach (var happened in call.Events) text.Append("    ").Append(happened).Append('\n');
        text.Append("  trace:\n");
        foreach (var line in TraceText.Of(TraceJson.Text(call.Trace)).Split('\n', StringSplitOptions.RemoveEmptyEntries)) text.Append("    ").Append(line).Append('\n');
    }

    private static void Write(Utf8JsonWriter writer, TestResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("file", result.File.Path);
        writer.WriteNumber("line", result.Test.Place.Line);
        writer.WriteNumber("column", result.Test.Place.Column);
        writer.WriteString("account", result.File.Account);
        writer.WriteString("name", result.Test.Name);
        writer.WriteBoolean("passed", result.HasPassed);
        if (!result.HasPassed)
        {
            writer.WriteStartArray("differences");
            foreach (var (what, expected, actual) in result.Differences)
            {
                writer.WriteStartObject();
                writer.WriteString("what", what);
                writer.WriteString("expected", expected);
                writer.WriteString("actual", actual);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (result.Calls is [.., var call])
            {
                writer.WritePropertyName("trace");
                TraceJson.Write(call.Trace, writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(XmlWriter writer, TestResult result)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", result.File.Account);
        writer.WriteAttributeString("name", result.Test.Name);
        writer.WriteAttributeString("file", result.File.Path);
        writer.WriteAttributeString("line", XmlConvert.ToString(result.Test.Place.Line));
        if (!result.HasPassed)
        {
            writer.WriteStartElement("failure");
            writer.WriteAttributeString("message", Clean(result.Differences[0].ToString()));
            writer.WriteString(Clean(Text([result])));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    /// <summary>Without what XML cannot hold.</summary>
    private static string Clean(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}
