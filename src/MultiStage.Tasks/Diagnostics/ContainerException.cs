namespace MultiStage.Diagnostics;

/// <summary>A problem with a code: the only exception that the rooms of this assembly raise on purpose.</summary>
internal sealed class ContainerException : Exception
{
    public ContainerException(DiagnosticDescriptor descriptor, params object?[] arguments)
        : base(descriptor.Format(arguments)) => Descriptor = descriptor;

    public DiagnosticDescriptor Descriptor { get; }

    /// <summary>Lines to show before the error, which itself is one line. Empty for none.</summary>
    public string Details { get; init; } = "";

    /// <summary>The file that the problem is in, absolute, or null when it is in none.</summary>
    public string? File { get; init; }
}
