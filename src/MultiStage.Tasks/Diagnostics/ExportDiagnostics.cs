namespace MultiStage.Diagnostics;

/// <summary>MST57xx: files for this machine, and native programs.</summary>
internal static class ExportDiagnostics
{
    public static readonly DiagnosticDescriptor WriteFailed = new("MST5701", "Files cannot be delivered to a folder",
        "The files for '{0}' cannot be written: {1}.",
        "Check the folder in ContainerExportPath or ContainerTestResultsPath: it has to be a folder that you may write.");

    public static readonly DiagnosticDescriptor InvalidFolder = new("MST5702", "The folder to deliver to holds the sources",
        "{0} is '{1}', which is the project's own folder or one above it.",
        "Name a folder for the files alone, such as bin/container/export/.");

    public static readonly DiagnosticDescriptor NoNativeToolchain = new("MST5703", "The builder cannot link a native program",
        "Native AOT needs a compiler and libraries that the builder does not have: {0}.",
        "Leave ContainerSdkImage empty (the -aot images have them for their own architecture), name an image that has them, or install them: <ContainerPackage Include=\"clang;zlib1g-dev\" Stage=\"build\" />. For another architecture, name it in ContainerRuntimeIdentifier: then its linker and libraries are installed, too.");
}
