namespace MultiStage.Images;

/// <summary>A part of a file, read forward; owns the file.</summary>
internal sealed class SectionStream : ReadOnlyStream
{
    private readonly FileStream file;
    private long left;

    public SectionStream(FileStream file, long offset, long length)
    {
        this.file = file;
        left = length;
        file.Position = offset;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await file.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken).ConfigureAwait(false);
        left -= read;
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
