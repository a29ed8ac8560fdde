namespace Softswitch.Media.Tests.Keys;

/// <summary>Notes the keys that it is told of.</summary>
internal sealed class HeardKeys : IKeyListener
{
    public string Pressed { get; private set; } = "";

    public List<(char Key, TimeSpan Duration)> Released { get; } = [];

    public void OnKeyDown(char key) => Pressed += key;

    public void OnKeyUp(char key, TimeSpan duration) => Released.Add((key, duration));
}
