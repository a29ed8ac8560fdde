namespace Softswitch.Net;

/// <summary>Work that is gathered during a turn of a worker and done at its end, such as sending a batch.</summary>
public interface ITurnEndHandler
{
    /// <summary>The turn ends. Called once for each <see cref="Worker.AtTurnEnd"/>.</summary>
    void OnTurnEnd();
}
