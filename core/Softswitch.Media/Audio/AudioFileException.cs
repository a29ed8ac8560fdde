namespace Softswitch.Media;

/// <summary>A file that cannot be played; the message says why, in a sentence for whoever made the file.</summary>
public sealed class AudioFileException(string message) : IOException(message);
