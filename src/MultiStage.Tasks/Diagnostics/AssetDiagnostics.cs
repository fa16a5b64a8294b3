namespace MultiStage.Diagnostics;

/// <summary>MST55xx: front ends that a Node image builds.</summary>
internal static class AssetDiagnostics
{
    public static readonly DiagnosticDescriptor NoLockFile = new("MST5501", "A front end has no lock file",
        "ContainerAssets '{0}': the folder '{1}' has no lock file{2}.",
        "Run {3} there and commit the file that it writes, or say with the metadata InstallCommand how packages are installed without one.");

    public static readonly DiagnosticDescriptor SeveralLockFiles = new("MST5502", "The lock files of a front end do not agree",
        "ContainerAssets '{0}': the folder '{1}' has lock files of several package managers: {2}.",
        "Delete those that are not kept up to date, or set PackageManager to npm, pnpm or yarn.");

    public static readonly DiagnosticDescriptor InvalidPackageJson = new("MST5503", "The package.json of a front end is missing or invalid",
        "ContainerAssets '{0}': '{1}' {2}.",
        "Include the folder that holds package.json, and correct the file.");

    public static readonly DiagnosticDescriptor LockFileOutOfDate = new("MST5504",
        "The lock file of a front end does not fit its package.json",
        "{0}: {1} refuses to install, because the lock file does not fit package.json ({2}).",
        "Run {3} on your machine and commit the lock file.");

    public static readonly DiagnosticDescriptor UnknownNodeVersion = new("MST5505", "The version of Node cannot be read",
        "ContainerAssets '{0}': {1} asks for Node '{2}', which is no version or range of versions.",
        "Write a version such as 24, or a range such as >=22 <25; or name the image with ContainerNodeImage.");

    public static readonly DiagnosticDescriptor MissingScript = new("MST5506", "The front end has no such script",
        "ContainerAssets '{0}' runs '{1}', and '{2}' has no script '{3}'. It has: {4}.",
        "Add the script to package.json, or correct Command.");

    public static readonly DiagnosticDescriptor NoOutput = new("MST5507", "The front end's build left no files",
        "ContainerAssets '{0}': '{1}' left no files in '{2}'.",
        "Set OutputFolder to the folder that the command writes.");

    public static readonly DiagnosticDescriptor MissingFolder = new("MST5508", "The folder of a front end does not exist",
        "ContainerAssets '{0}' is the folder '{1}', which does not exist.",
        "Correct Include, which starts at the project's folder.");

    public static readonly DiagnosticDescriptor SecretInNpmrc = new("MST5509", "An .npmrc holds a secret",
        "ContainerAssets '{0}': '{1}' gives '{2}' its value, which would stay in a layer of the build.",
        "Take it out of the file and give the builder an own one: <ContainerBuildSecret Include=\"npmrc\" Stage=\"assets\" Source=\"...\" />, or write ${{VARIABLE}} there and use a ContainerBuildSecret with Variable.");

    public static readonly DiagnosticDescriptor LockFileBroken = new("MST5511", "The lock file of a front end is broken",
        "{0}: {1} refuses to install, because the lock file cannot be right ({2}).",
        "Take the lock file of the last commit that worked; or delete it, run {3} on your machine and commit the new one.");

    public static readonly DiagnosticDescriptor FrontEndWithoutAssets = new("MST5510", "The project builds its front end with Node",
        "'{0}' {1}, and the builder image has no Node.",
        "Add <ContainerAssets Include=\"{2}\" Command=\"npm run build\" OutputFolder=\"dist\" Destination=\"wwwroot\" />, with the folder that your build writes and the one that your app serves: a stage of its own builds it then, and the builder leaves it out.");
}
