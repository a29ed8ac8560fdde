using System.Runtime.InteropServices;

namespace Softswitch.Media;

/// <summary>A library of the system that some of the sound's work needs, loaded when it is first wanted. Safe from any thread.</summary>
/// <param name="file">The file that the loader looks for, such as <c>libopus.so.0</c>.</param>
/// <param name="package">The Debian package that it is in.</param>
internal sealed class DebianLibrary(string file, string package)
{
    private readonly Lazy<bool> _isThere = new(() => NativeLibrary.TryLoad(file, out _));

    /// <summary>Whether it is installed. Looked for once.</summary>
    public bool IsInstalled => _isThere.Value;

    /// <summary>Throws <see cref="MissingLibraryException"/>, with what to do, where it is not installed.</summary>
    public void Require()
    {
        if (!IsInstalled) throw new MissingLibraryException($"{file} is not installed: apt install {package}, and restart the switch.");
    }
}

/// <summary>A library of the system is not installed; the message says which package has it.</summary>
public sealed class MissingLibraryException(string message) : Exception(message);
