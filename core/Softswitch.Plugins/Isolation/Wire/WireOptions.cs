using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Plugins.Isolation.Wire;

/// <summary>What a plan says in a step's map, as a tree of text: <see cref="OptionValues"/> on both ends.</summary>
internal static class WireOptions
{
    private const byte Scalar = 1;
    private const byte List = 2;
    private const byte Map = 3;
    private const byte File = 4;

    /// <summary>Writes a map by its schema, which says what each value is.</summary>
    public static void Write(WireWriter to, OptionValues values, MapSchema schema)
    {
        var there = schema.Properties.Where(property => values.Has(property.Name)).ToList();
        to.List(there, (writer, property) =>
        {
            writer.Text(property.Name);
            Write(writer, values, property.Name, property.Schema);
        });
    }

    /// <summary>Reads a map.</summary>
    public static OptionValues Read(WireReader from) => ReadMap(from, 1);

    private static void Write(WireWriter to, OptionValues values, string name, OptionSchema schema)
    {
        switch (schema)
        {
            case ListSchema { Item: MapSchema item }:
                to.Byte(List).List(values.Maps(name), (writer, map) => Write(writer.Byte(Map), map, item));
                break;
            case ScalarSchema { Reference: Reference.File }:
                Write(to, values.File(values.Text(name)));
                break;
            case ListSchema { Item: ScalarSchema { Reference: Reference.File } }:
                to.Byte(List).List(values.Texts(name), (writer, path) => Write(writer, values.File(path)));
                break;
            case ListSchema:
                to.Byte(List).List(values.Texts(name), static (writer, text) => writer.Byte(Scalar).Text(text));
                break;
            case MapSchema map:
                Write(to.Byte(Map), values.Map(name), map);
                break;
            case DictionarySchema dictionary:
                var entries = values.Map(name);
                to.Byte(Map).List(entries.Keys, (writer, key) =>
                {
                    writer.Text(key);
                    Write(writer, entries, key, dictionary.Value);
                });
                break;
            default:
                to.Byte(Scalar).Text(values.Text(name));
                break;
        }
    }

    private static void Write(WireWriter to, PlanFile file) => to.Byte(File).Text(file.Path).Bytes(file.Content.Span);

    private static TreeValues ReadMap(WireReader from, int depth)
    {
        if (depth > WireLimits.Depth) throw new InvalidDataException("options nested too deeply");
        return new TreeValues(from.List(reader => KeyValuePair.Create(reader.Text(), ReadValue(reader, depth))));
    }

    private static object ReadValue(WireReader from, int depth) => from.Byte() switch
    {
        Scalar => from.Text(),
        File => new PlanFile(from.Text(), from.Bytes()),
        List when depth < WireLimits.Depth => from.List(reader => ReadValue(reader, depth + 1)),
        Map => ReadMap(from, depth + 1),
        _ => throw new InvalidDataException("an option that is neither text, list nor map"),
    };

    private sealed class TreeValues(List<KeyValuePair<string, object>> values) : OptionValues
    {
        public override IReadOnlyList<string> Keys => [.. values.Select(value => value.Key)];

        public override bool Has(string name) => values.Exists(value => value.Key == name);

        public override string Text(string name) => TextOf(Find(name)) ?? throw new FormatException($"option '{name}' is no text");

        public override IReadOnlyList<string> Texts(string name) => [.. All(name).Select(item => TextOf(item) ?? throw new FormatException($"option '{name}' is no list of texts"))];

        public override PlanFile File(string path) =>
            values.SelectMany(value => value.Value as List<object> ?? [value.Value]).OfType<PlanFile>().FirstOrDefault(file => file.Path == path) ?? base.File(path);

        public override OptionValues Map(string name) => Find(name) as TreeValues ?? throw new FormatException($"option '{name}' is no map");

        public override IReadOnlyList<OptionValues> Maps(string name) => [.. All(name).Select(item => item as TreeValues ?? throw new FormatException($"option '{name}' is no list of maps"))];

        private static string? TextOf(object value) => value is PlanFile file ? file.Path : value as string;

        private List<object> All(string name) => Find(name) is List<object> list ? list : [Find(name)];

        private object Find(string name)
        {
            foreach (var (known, value) in values)
            {
                if (known == name) return value;
            }

            throw new FormatException($"option '{name}' is missing");
        }
    }
}
