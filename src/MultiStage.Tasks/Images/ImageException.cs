using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>The one exception that leaves this room for an expected failure. Its text never holds a secret.</summary>
internal sealed class ImageException : ContainerException
{
    /// <param name="descriptor">What went wrong.</param>
    /// <param name="arguments">The values of its text, already free of secrets.</param>
    public ImageException(DiagnosticDescriptor descriptor, params object[] arguments)
        : this(descriptor, null, arguments)
    {
    }

    /// <param name="descriptor">What went wrong.</param>
    /// <param name="cause">The exception below, for logs of the highest verbosity.</param>
    /// <param name="arguments">The values of its text, already free of secrets.</param>
    public ImageException(DiagnosticDescriptor descriptor, Exception? cause, params object[] arguments)
        : base(descriptor, cause, arguments)
    {
        Problem = descriptor.FormatMessage(arguments);
        Fix = descriptor.FormatFix(arguments);
    }

    /// <summary>The stable code, <c>MST4xxx</c>.</summary>
    public string Code => Descriptor.Code;

    /// <summary>What happened, without what to do about it.</summary>
    public string Problem { get; }

    /// <summary>What the user can do.</summary>
    public string Fix { get; }
}
