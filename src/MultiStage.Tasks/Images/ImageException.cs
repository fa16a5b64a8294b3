using System.Globalization;

namespace MultiStage.Images;

/// <summary>The one exception that leaves this room for an expected failure. Its text never holds a secret.</summary>
internal sealed class ImageException : Exception
{
    /// <param name="error">What went wrong.</param>
    /// <param name="arguments">The values of the error's text, already free of secrets.</param>
    public ImageException(ImageError error, params object[] arguments)
        : this(error, null, arguments)
    {
    }

    /// <param name="error">What went wrong.</param>
    /// <param name="cause">The exception below, for logs of the highest verbosity.</param>
    /// <param name="arguments">The values of the error's text, already free of secrets.</param>
    public ImageException(ImageError error, Exception? cause, params object[] arguments)
        : base(string.Format(CultureInfo.InvariantCulture, error.Text, arguments), cause)
    {
        Error = error;
        Arguments = arguments;
    }

    /// <summary>What went wrong, without the values.</summary>
    public ImageError Error { get; }

    /// <summary>The values, for a caller that has its own text.</summary>
    public IReadOnlyList<object> Arguments { get; }

    /// <summary>The stable code, <c>MST4xxx</c>.</summary>
    public string Code => Error.Code;

    /// <summary>What the user can do.</summary>
    public string Fix => Error.Fix;
}
