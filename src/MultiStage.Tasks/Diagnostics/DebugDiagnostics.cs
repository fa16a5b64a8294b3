namespace MultiStage.Diagnostics;

/// <summary>MST53xx: the stage debug.</summary>
internal static class DebugDiagnostics
{
    public static readonly DiagnosticDescriptor ToolNotFound = new("MST5301", "A debugging tool is not in the package feeds",
        "The stage 'debug' installs the tool '{0}', and the package feeds do not have it: {1}.",
        "Leave it out with <ContainerDebugTool Remove=\"{0}\" />, correct its Version, or add a feed that has it to nuget.config.");

    public static readonly DiagnosticDescriptor InvalidTool = new("MST5302", "A ContainerDebugTool is invalid",
        "ContainerDebugTool '{0}' is not valid: {1}.",
        "Give it the name of a .NET tool's package, such as dotnet-trace, and in Version a version or range such as 9.0.* or [9.0.1].");

    public static readonly DiagnosticDescriptor UnknownBase = new("MST5303", "The stage debug needs another base image",
        "The stage 'debug' needs an image with a shell and a .NET runtime, and the base image '{0}' {1}.",
        "Name one in ContainerDebugBaseImage, with the libraries that the app needs.");

    public static readonly DiagnosticDescriptor NoDebugStage = new("MST5304", "The stage debug is turned off",
        "ContainerTarget is debug, and ContainerDebugStage is '{0}': the Dockerfile has no such stage.",
        "Remove ContainerDebugStage, which adds the stage when it is asked for, or set it to true.");

    public static readonly DiagnosticDescriptor NotATool = new("MST5305", "The package of a ContainerDebugTool is no tool",
        "ContainerDebugTool '{0}' names a package that cannot be installed as a .NET tool: {1}.",
        "Name the package of a tool; a library belongs into PackageReference.");
}
