namespace MultiStage.Diagnostics;

/// <summary>MST4xxx: registries and images. 40xx names, 41xx registry, 42xx content, 43xx layers, 44xx local files.</summary>
internal static class ImageDiagnostics
{
    // {0} text, {1} why not
    public static readonly DiagnosticDescriptor InvalidReference = new("MST4001", "An image reference is invalid",
        "'{0}' is not an image reference: {1}.",
        "Write it as [registry/]repository[:tag][@sha256:digest], in lower case, for example mcr.microsoft.com/dotnet/aspnet:10.0.");

    // {0} text
    public static readonly DiagnosticDescriptor InvalidPlatform = new("MST4003", "A platform is invalid",
        "'{0}' is not a platform.",
        "Write it as os/architecture[/variant], for example linux/amd64 or linux/arm/v7.");

    // {0} image, {1} wanted, {2} list of what there is
    public static readonly DiagnosticDescriptor PlatformNotFound = new("MST4004", "The image is not built for this platform",
        "{0} has no image for {1}; it has {2}.",
        "Choose one of its platforms, or a base image that is built for the one you need.");

    // {0} registry, {1} what was asked, {2} cause
    public static readonly DiagnosticDescriptor RegistryUnreachable = new("MST4101", "The registry could not be reached",
        "The registry {0} could not be reached to {1}: {2}.",
        "Check the name, the network and the proxy; a registry with plain http must be named in DOTNET_CONTAINER_INSECURE_REGISTRIES or in the configuration of Docker or Podman, and a private certification authority must be trusted by the system or lie in certs.d.");

    // {0} registry, {1} what was asked, {2} status and the registry's own words
    public static readonly DiagnosticDescriptor RegistryRefused = new("MST4102", "The registry refused the request",
        "The registry {0} refused to {1}: {2}.",
        "Read what the registry says; it does not help to try again without a change.");

    // {0} registry, {1} what was asked, {2} status and words, {3} where credentials came from
    public static readonly DiagnosticDescriptor Unauthorized = new("MST4103", "The registry wants other credentials",
        "The registry {0} did not allow to {1}: {2} ({3}).",
        "Log in with 'docker login' or 'podman login', or set DOTNET_CONTAINER_REGISTRY_UNAME and DOTNET_CONTAINER_REGISTRY_PWORD, with an account that has the right for this repository.");

    // {0} registry, {1} what was asked
    public static readonly DiagnosticDescriptor NotFound = new("MST4104", "The registry does not have it",
        "The registry {0} has nothing to {1}.",
        "Check the spelling of the repository and tag; a private repository also looks like this without a login.");

    // {0} registry, {1} what was asked, {2} status and words, {3} attempts
    public static readonly DiagnosticDescriptor RegistryFailed = new("MST4105", "The registry failed",
        "The registry {0} failed to {1}: {2} (after {3} attempts).",
        "The registry or the network has a fault; try again later.");

    // {0} registry, {1} what was asked, {2} what ran out, {3} attempts
    public static readonly DiagnosticDescriptor RegistryTimeout = new("MST4106", "The registry took too long",
        "The registry {0} took too long to {1}: {2} (after {3} attempts).",
        "The registry or the network is slow or stuck; try again later.");

    // {0} registry, {1} where from, {2} where to, {3} why
    public static readonly DiagnosticDescriptor RedirectRefused = new("MST4107", "A redirect was refused",
        "The registry {0} points from {1} to {2}, which is not followed: {3}.",
        "A registry must not send a client to a less safe place; tell its operator, or use another registry.");

    // {0} registry, {1} what was asked, {2} what is wrong
    public static readonly DiagnosticDescriptor ProtocolViolation = new("MST4108", "The answer is not that of a registry",
        "The registry {0} answered in an unexpected way when asked to {1}: {2}.",
        "Check that the address is a container registry that implements the OCI distribution specification.");

    // {0} file or variable, {1} what is wrong
    public static readonly DiagnosticDescriptor InvalidAuthFile = new("MST4109", "The stored credentials cannot be read",
        "The registry credentials in {0} cannot be read: {1}.",
        "Correct the file or write it anew with 'docker login' or 'podman login'.");

    // {0} helper, {1} registry, {2} cause
    public static readonly DiagnosticDescriptor CredentialHelperFailed = new("MST4110", "The credential helper gave no credentials",
        "The credential helper {0} gave no credentials for {1}: {2}.",
        "Run the helper by hand, or log in again; credHelpers and credsStore of docker's config.json choose the helper.");

    // {0} file, {1} registry
    public static readonly DiagnosticDescriptor InvalidCertificate = new("MST4111", "The certificate for a registry cannot be read",
        "The file '{0}', which names whom to trust as {1}, holds no certificate that can be read.",
        "Write it as PEM ('-----BEGIN CERTIFICATE-----'), or remove it.");

    // {0} what, {1} limit with unit, {2} origin
    public static readonly DiagnosticDescriptor LimitExceeded = new("MST4201", "Content is larger than the limit",
        "{0} is larger than the limit of {1}: {2}.",
        "No real image needs this much; check that the address is the image that you mean.");

    // {0} what, {1} expected, {2} actual
    public static readonly DiagnosticDescriptor ContentMismatch = new("MST4202", "Content does not match its digest",
        "The content of {0} is not what its digest promises: expected {1}, found {2}.",
        "The content was changed or damaged on its way; try again, and if it stays so, push or save the image anew.");

    // {0} what, {1} problem
    public static readonly DiagnosticDescriptor InvalidManifest = new("MST4203", "A manifest is invalid",
        "{0} is not a valid image manifest: {1}.",
        "Build the image again with a current tool; Docker manifest schema 2 and OCI image manifests are understood.");

    // {0} what, {1} problem
    public static readonly DiagnosticDescriptor InvalidConfig = new("MST4204", "An image configuration is invalid",
        "{0} is not a valid image configuration: {1}.",
        "Build the image again with a current tool.");

    // {0} media type, {1} of what
    public static readonly DiagnosticDescriptor UnsupportedMediaType = new("MST4205", "A media type is not understood",
        "The media type '{0}' of {1} is not understood.",
        "Docker manifest schema 2 and OCI image manifests with tar layers (plain, gzip, zstd) are understood; artifacts and schema 1 are not.");

    // {0} layer digest, {1} why
    public static readonly DiagnosticDescriptor FormatCannotHold = new("MST4206", "The Docker format cannot hold a layer",
        "The Docker image format cannot hold the layer {0}: {1}.",
        "Set ContainerImageFormat to OCI.");

    // {0} path, {1} problem
    public static readonly DiagnosticDescriptor InvalidEntry = new("MST4301", "A file cannot be put into a layer",
        "The file '{0}' cannot be put into a layer: {1}.",
        "Change the path or the kind of this entry.");

    // {0} path
    public static readonly DiagnosticDescriptor SpecialFile = new("MST4303", "A pipe, socket or device is left out",
        "'{0}' is a pipe, a socket or a device, and does not become a part of the image.",
        "Delete it, or take it out of the folder that is copied.");

    // {0} file, {1} how
    public static readonly DiagnosticDescriptor FileChanged = new("MST4302", "A file changed while it was read",
        "The file {0} changed while it was put into a layer: {1}.",
        "Let nothing write to the output folder while the image is built, then build again.");

    // {0} path, {1} problem
    public static readonly DiagnosticDescriptor InvalidArchive = new("MST4401", "An archive or layout is invalid",
        "{0} is not an image archive or layout: {1}.",
        "Give a file made by 'docker save' or 'skopeo copy', or an OCI layout directory.");

    // {0} path, {1} wanted, {2} what there is
    public static readonly DiagnosticDescriptor ArchiveImageNotFound = new("MST4402", "The archive does not hold the image",
        "{0} does not hold the image {1}; it holds {2}.",
        "Name one of the images that it holds.");

    // {0} path, {1} cause
    public static readonly DiagnosticDescriptor CannotWrite = new("MST4403", "The image cannot be written",
        "The image cannot be written to {0}: {1}.",
        "Check the path, the rights and the free space.");

    // {0} format, {1} problem
    public static readonly DiagnosticDescriptor ArchiveCannotHold = new("MST4404", "The archive format cannot hold the image",
        "A {0} cannot hold this image: {1}.",
        "Write an OCI archive or layout, or push to a registry.");

    // {0} path, {1} cause
    public static readonly DiagnosticDescriptor CacheUnusable = new("MST4405", "The image cache cannot be used",
        "The image cache {0} cannot be used: {1}.",
        "Check the rights and the free space, or choose another folder for the cache.");

    // {0} digest
    public static readonly DiagnosticDescriptor CacheDamaged = new("MST4406", "The image cache is damaged",
        "The content {0} in the image cache is missing or damaged; what was left of it was removed.",
        "Build again; the content is made or downloaded anew.");
}
