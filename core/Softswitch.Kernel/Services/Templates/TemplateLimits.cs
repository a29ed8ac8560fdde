using System.Text;

namespace Softswitch.Kernel.Services;

/// <summary>What one filling of a template may cost. It is asked at each piece of text and each step through a list.</summary>
internal sealed class TemplateLimits(TimeProvider clock)
{
    /// <summary>Longest result, characters.</summary>
    public const int LongestText = 1_000_000;

    /// <summary>Longest time.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(2);

    private const int StepsBetweenLooks = 256;

    private readonly long _begun = clock.GetTimestamp();
    private int _written;
    private int _steps;

    /// <summary>Why it had to be given up, or null.</summary>
    public string? Exceeded { get; private set; }

    /// <summary>So many characters more.</summary>
    public void Write(int characters)
    {
        if ((_written += characters) > LongestText) Give($"the text has more than {LongestText} characters");
        Step();
    }

    /// <summary>One step more.</summary>
    public void Step()
    {
        if (++_steps % StepsBetweenLooks == 0 && clock.GetElapsedTime(_begun) > LongestTime) Give($"it takes more than {LongestTime.TotalSeconds} s");
    }

    private void Give(string reason) => throw new InvalidOperationException(Exceeded = $"The template cannot be filled: {reason}.");
}

/// <summary>Takes a text up to the limit.</summary>
internal sealed class TemplateWriter(TemplateLimits limits) : TextWriter
{
    private readonly StringBuilder _text = new();

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.Unicode;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        limits.Write(1);
        _text.Append(value);
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count)
    {
        limits.Write(count);
        _text.Append(buffer, index, count);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        limits.Write(buffer.Length);
        _text.Append(buffer);
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        limits.Write(value?.Length ?? 0);
        _text.Append(value);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
