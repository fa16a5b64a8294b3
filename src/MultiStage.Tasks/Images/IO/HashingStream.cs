using System.Security.Cryptography;

namespace MultiStage.Images;

/// <summary>Writes through, counts and hashes on the way: digest and size of content are known when its last byte is written.</summary>
/// <param name="inner">Takes the bytes.</param>
/// <param name="algorithm">The hash; null is sha256.</param>
/// <param name="translate">Turns a failure of <paramref name="inner"/> into the error of its owner; null lets it pass.</param>
internal sealed class HashingStream(Stream inner, HashAlgorithmName? algorithm = null, Func<Exception, Exception>? translate = null)
    : Stream
{
    private readonly HashAlgorithmName name = algorithm ?? HashAlgorithmName.SHA256;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(algorithm ?? HashAlgorithmName.SHA256);

    /// <summary>Bytes written so far.</summary>
    public long Count { get; private set; }

    /// <summary>The digest of what was written so far.</summary>
    public Digest Digest => Digest.FromHash(name, hash.GetCurrentHash());

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Count;

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        hash.AppendData(buffer);
        Count += buffer.Length;
        try
        {
            inner.Write(buffer);
        }
        catch (IOException e) when (translate is not null)
        {
            throw translate(e);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        hash.AppendData(buffer.Span);
        Count += buffer.Length;
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (translate is not null)
        {
            throw translate(e);
        }
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends the hash; the stream below belongs to the caller.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            hash.Dispose();
        base.Dispose(disposing);
    }
}
