using System.Security.Cryptography;
using MultiStage.Diagnostics;

namespace MultiStage.Images;

/// <summary>
/// Passes bytes through and fails, before the last of them is handed out, when digest or length are not as promised.
/// So nobody can take the whole content without it being right.
/// </summary>
internal sealed class VerifyingStream(Stream inner, Digest digest, long length, string what, Func<ImageException>? onMismatch = null)
    : ReadOnlyStream
{
    private readonly IncrementalHash hash = digest.CreateHash();
    private long count;
    private bool verified;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Observe(buffer.Span[..read], asked: buffer.Length);
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Observe(buffer[..read], asked: buffer.Length);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
            inner.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Observe(ReadOnlySpan<byte> bytes, int asked)
    {
        count += bytes.Length;
        if (count > length)
            throw Mismatch($"{length} bytes", "more bytes");
        hash.AppendData(bytes);
        if (count < length && bytes.Length == 0 && asked > 0)
            throw Mismatch($"{length} bytes", $"{count} bytes");
        if (count < length || verified)
            return;
        verified = true;
        var actual = Digest.FromHash(digest.Name, hash.GetCurrentHash());
        if (actual != digest)
            throw Mismatch(digest.ToString(), actual.ToString());
    }

    private ImageException Mismatch(string expected, string actual) =>
        onMismatch?.Invoke() ?? new ImageException(ImageDiagnostics.ContentMismatch, what, expected, actual);
}
