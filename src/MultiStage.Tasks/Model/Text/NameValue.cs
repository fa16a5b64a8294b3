namespace MultiStage.Model;

/// <summary>A name with a value.</summary>
internal sealed record NameValue(string Name, string Value);
