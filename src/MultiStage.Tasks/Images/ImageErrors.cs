namespace MultiStage.Images;

/// <summary>One thing that can go wrong with images: its code, what is said of it and what the user can do.</summary>
/// <param name="Code">The stable code, <c>MST4xxx</c>.</param>
/// <param name="Text">The message, a composite format; the values are named in the comment of each constant.</param>
/// <param name="Fix">What the user can do, a full sentence.</param>
internal sealed record ImageError(string Code, string Text, string Fix);

/// <summary>Every error of this room. 40xx names, 41xx registry, 42xx content, 43xx layers, 44xx local files.</summary>
internal static class ImageErrors
{
    // {0} text, {1} why not
    public static readonly ImageError InvalidReference = new("MST4001",
        "'{0}' is not an image reference: {1}.",
        "Write it as [registry/]repository[:tag][@sha256:digest], in lower case, for example mcr.microsoft.com/dotnet/aspnet:10.0.");

    // {0} text, {1} why not
    public static readonly ImageError InvalidDigest = new("MST4002",
        "'{0}' is not a digest: {1}.",
        "A digest is 'sha256:' followed by 64 lower-case hexadecimal digits.");

    // {0} text
    public static readonly ImageError InvalidPlatform = new("MST4003",
        "'{0}' is not a platform.",
        "Write it as os/architecture[/variant], for example linux/amd64 or linux/arm/v7.");

    // {0} image, {1} wanted, {2} list of what there is
    public static readonly ImageError PlatformNotFound = new("MST4004",
        "{0} has no image for {1}; it has {2}.",
        "Choose one of its platforms, or a base image that is built for the one you need.");

    // {0} registry, {1} what was asked, {2} cause
    public static readonly ImageError RegistryUnreachable = new("MST4101",
        "The registry {0} could not be reached to {1}: {2}.",
        "Check the name, the network and the proxy; a registry with plain http must be on loopback or be listed in DOTNET_CONTAINER_INSECURE_REGISTRIES.");

    // {0} registry, {1} what was asked, {2} status and the registry's own words
    public static readonly ImageError RegistryRefused = new("MST4102",
        "The registry {0} refused to {1}: {2}.",
        "Read what the registry says; it does not help to try again without a change.");

    // {0} registry, {1} what was asked, {2} status and words, {3} where credentials came from
    public static readonly ImageError Unauthorized = new("MST4103",
        "The registry {0} did not allow to {1}: {2} ({3}).",
        "Log in with 'docker login' or 'podman login', or set DOTNET_CONTAINER_REGISTRY_UNAME and DOTNET_CONTAINER_REGISTRY_PWORD, with an account that has the right for this repository.");

    // {0} registry, {1} what was asked
    public static readonly ImageError NotFound = new("MST4104",
        "The registry {0} has nothing to {1}.",
        "Check the spelling of the repository and tag; a private repository also looks like this without a login.");

    // {0} registry, {1} what was asked, {2} status and words, {3} attempts
    public static readonly ImageError RegistryFailed = new("MST4105",
        "The registry {0} failed to {1}: {2} (after {3} attempts).",
        "The registry or the network has a fault; try again later.");

    // {0} registry, {1} what was asked, {2} what ran out, {3} attempts
    public static readonly ImageError RegistryTimeout = new("MST4106",
        "The registry {0} took too long to {1}: {2} (after {3} attempts).",
        "The registry or the network is slow or stuck; try again later.");

    // {0} registry, {1} where from, {2} where to, {3} why
    public static readonly ImageError RedirectRefused = new("MST4107",
        "The registry {0} points from {1} to {2}, which is not followed: {3}.",
        "A registry must not send a client to a less safe place; tell its operator, or use another registry.");

    // {0} registry, {1} what was asked, {2} what is wrong
    public static readonly ImageError ProtocolViolation = new("MST4108",
        "The registry {0} answered in an unexpected way when asked to {1}: {2}.",
        "Check that the address is a container registry that implements the OCI distribution specification.");

    // {0} file or variable, {1} what is wrong
    public static readonly ImageError InvalidAuthFile = new("MST4109",
        "The registry credentials in {0} cannot be read: {1}.",
        "Correct the file or write it anew with 'docker login' or 'podman login'.");

    // {0} helper, {1} registry, {2} cause
    public static readonly ImageError CredentialHelperFailed = new("MST4110",
        "The credential helper {0} gave no credentials for {1}: {2}.",
        "Run the helper by hand, or log in again; credHelpers and credsStore of docker's config.json choose the helper.");

    // {0} what, {1} limit with unit, {2} origin
    public static readonly ImageError LimitExceeded = new("MST4201",
        "{0} is larger than the limit of {1}: {2}.",
        "No real image needs this much; check that the address is the image that you mean.");

    // {0} what, {1} expected, {2} actual
    public static readonly ImageError ContentMismatch = new("MST4202",
        "The content of {0} is not what its digest promises: expected {1}, found {2}.",
        "The content was changed or damaged on its way; try again, and if it stays so, push or save the image anew.");

    // {0} what, {1} problem
    public static readonly ImageError InvalidManifest = new("MST4203",
        "{0} is not a valid image manifest: {1}.",
        "Build the image again with a current tool; Docker manifest schema 2 and OCI image manifests are understood.");

    // {0} what, {1} problem
    public static readonly ImageError InvalidConfig = new("MST4204",
        "{0} is not a valid image configuration: {1}.",
        "Build the image again with a current tool.");

    // {0} media type, {1} of what
    public static readonly ImageError UnsupportedMediaType = new("MST4205",
        "The media type '{0}' of {1} is not understood.",
        "Docker manifest schema 2 and OCI image manifests with tar layers (plain, gzip, zstd) are understood; artifacts and schema 1 are not.");

    // {0} layer digest, {1} why
    public static readonly ImageError FormatCannotHold = new("MST4206",
        "The Docker image format cannot hold the layer {0}: {1}.",
        "Set ContainerImageFormat to OCI.");

    // {0} path, {1} problem
    public static readonly ImageError InvalidEntry = new("MST4301",
        "The file '{0}' cannot be put into a layer: {1}.",
        "Change the path or the kind of this entry.");

    // {0} file, {1} how
    public static readonly ImageError FileChanged = new("MST4302",
        "The file {0} changed while it was put into a layer: {1}.",
        "Let nothing write to the output folder while the image is built, then build again.");

    // {0} path, {1} problem
    public static readonly ImageError InvalidArchive = new("MST4401",
        "{0} is not an image archive or layout: {1}.",
        "Give a file made by 'docker save' or 'skopeo copy', or an OCI layout directory.");

    // {0} path, {1} wanted, {2} what there is
    public static readonly ImageError ArchiveImageNotFound = new("MST4402",
        "{0} does not hold the image {1}; it holds {2}.",
        "Name one of the images that it holds.");

    // {0} path, {1} cause
    public static readonly ImageError CannotWrite = new("MST4403",
        "The image cannot be written to {0}: {1}.",
        "Check the path, the rights and the free space.");

    // {0} format, {1} problem
    public static readonly ImageError ArchiveCannotHold = new("MST4404",
        "A {0} cannot hold this image: {1}.",
        "Write an OCI archive or layout, or push to a registry.");

    // {0} path, {1} cause
    public static readonly ImageError CacheUnusable = new("MST4405",
        "The image cache {0} cannot be used: {1}.",
        "Check the rights and the free space, or choose another folder for the cache.");

    // {0} digest
    public static readonly ImageError CacheDamaged = new("MST4406",
        "The content {0} in the image cache is missing or damaged; what was left of it was removed.",
        "Build again; the content is made or downloaded anew.");

    /// <summary>All errors, for the catalogue's own tests.</summary>
    public static IReadOnlyList<ImageError> All { get; } = [.. typeof(ImageErrors)
        .GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
        .Where(f => f.FieldType == typeof(ImageError))
        .Select(f => (ImageError)f.GetValue(null)!)];
}
