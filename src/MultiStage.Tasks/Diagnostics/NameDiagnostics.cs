namespace MultiStage.Diagnostics;

/// <summary>MST21xx: names that are almost those of MultiStage.Sdk.</summary>
internal static class NameDiagnostics
{
    public static readonly DiagnosticDescriptor Misspelt = new("MST2101", "A name is almost one of MultiStage.Sdk",
        "{0} is none that MultiStage.Sdk or the .NET SDK reads.",
        "If '{1}' is meant, write that.");
}
