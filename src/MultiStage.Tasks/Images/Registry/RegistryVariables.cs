using System.Globalization;

namespace MultiStage.Images;

/// <summary>
/// The variables of .NET's own container targets that tune a push, with the meaning that they have there. Those for
/// credentials are in <see cref="CredentialLookup"/>, the list of insecure registries is in <see cref="InsecureRegistries"/>.
/// </summary>
internal static class RegistryVariables
{
    private const long DefaultPiece = 16 * 1024 * 1024;

    /// <summary>The size of an upload's pieces; null sends a blob in one piece.</summary>
    public static long? UploadPieceBytes(RegistryOptions options)
    {
        if (options.UploadPieceBytes is { } own)
            return own;
        var named = Value(options, "REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES");
        if (long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0)
            return bytes;
        return IsTrue(Value(options, "DEBUG_REGISTRY_FORCE_CHUNKED_UPLOAD")) ? DefaultPiece : null;
    }

    /// <summary>Blobs on their way at the same time.</summary>
    public static int Parallelism(RegistryOptions options) =>
        Value(options, "REGISTRY_PARALLEL_UPLOAD") is { } value && !IsTrue(value) ? 1 : options.Parallelism;

    private static string? Value(RegistryOptions options, string name) =>
        new[] { "DOTNET_CONTAINER_" + name, "SDK_CONTAINER_" + name }.Select(options.Environment)
            .FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))?.Trim();

    private static bool IsTrue(string? value) => value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
