namespace Softswitch.Sdk;

/// <summary>Options of a step that has none.</summary>
public sealed record EmptyOptions;
