namespace MultiStage.Diagnostics;

/// <summary>A problem with a code: the only kind of exception that the rooms of this assembly raise on purpose.</summary>
internal class ContainerException : Exception
{
    public ContainerException(DiagnosticDescriptor descriptor, params object?[] arguments)
        : base(descriptor.Format(arguments)) => Descriptor = descriptor;

    /// <param name="descriptor">What went wrong.</param>
    /// <param name="cause">The exception below, for logs of the highest verbosity.</param>
    /// <param name="arguments">The values of the descriptor's text.</param>
    protected ContainerException(DiagnosticDescriptor descriptor, Exception? cause, object?[] arguments)
        : base(descriptor.Format(arguments), cause) => Descriptor = descriptor;

    public DiagnosticDescriptor Descriptor { get; }

    /// <summary>Lines to show before the error, which itself is one line. Empty for none.</summary>
    public string Details { get; init; } = "";

    /// <summary>The file that the problem is in, absolute, or null when it is in none.</summary>
    public string? File { get; init; }
}
