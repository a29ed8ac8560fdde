namespace Softswitch.Sdk;

/// <summary>Options that have something to check which no attribute can say: that one is not more than another, that a file can be read.</summary>
public interface ICheckedOptions
{
    /// <summary>Called once, before a plan with these options is published.</summary>
    /// <exception cref="FormatException">They cannot be used; the message is one sentence for the author of the plan, who is shown the step's place.</exception>
    void Check();
}
