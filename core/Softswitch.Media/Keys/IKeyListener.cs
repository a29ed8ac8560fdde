namespace Softswitch.Media;

/// <summary>Is told of keys that a stream's end presses: each once, however often and however broken it is reported.</summary>
public interface IKeyListener
{
    /// <summary>A key, <c>0-9 * # A-D</c>, is pressed. What interrupts a prompt or counts as a digit does so now, not when the key is let go.</summary>
    void OnKeyDown(char key);

    /// <summary>The key was released, after <paramref name="duration"/>; where its end was lost, as long as it was last heard of.</summary>
    void OnKeyUp(char key, TimeSpan duration);
}
