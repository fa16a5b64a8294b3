using System.Buffers;

namespace MultiStage.Images;

/// <summary>
/// Copies with reading and writing side by side. Reading includes the check of the content, which costs as much as
/// everything else; and files are read and written by plain calls, as each asynchronous one is a trip to another thread.
/// </summary>
internal static class PipelinedCopy
{
    private const int BufferSize = 256 * 1024;

    public static async Task RunAsync(Stream source, Stream output, CancellationToken cancellationToken)
    {
        var current = ArrayPool<byte>.Shared.Rent(BufferSize);
        var next = ArrayPool<byte>.Shared.Rent(BufferSize);
        var reading = Fill(source, current);
        try
        {
            while (await reading.ConfigureAwait(false) is var count && count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                reading = Fill(source, next);
                output.Write(current, 0, count);
                (current, next) = (next, current);
            }
        }
        finally
        {
            // A buffer that is still being filled must not go to somebody else.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ArrayPool<byte>.Shared.Return(current);
            ArrayPool<byte>.Shared.Return(next);
        }
    }

    private static Task<int> Fill(Stream source, byte[] buffer) =>
        Task.Run(() => source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
}
