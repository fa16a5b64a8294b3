namespace MultiStage.Diagnostics;

/// <summary>MST51xx: images without a base.</summary>
internal static class ScratchDiagnostics
{
    public static readonly DiagnosticDescriptor NotSelfContained = new("MST5101", "An app on scratch needs its own runtime",
        "ContainerBaseImage is scratch, which holds no .NET runtime, and '{0}' does not bring its own.",
        "Set SelfContained or PublishAot to true, or choose another ContainerBaseImage.");

    public static readonly DiagnosticDescriptor LibraryMissing = new("MST5102", "A shared library is missing in the builder",
        "'{0}' needs the library '{1}', and neither the app nor the builder has it for {2}.",
        "Use a ContainerSdkImage that has it, deliver it with the app, choose another ContainerBaseImage, or name it as <ContainerRuntimeLibrary Include=\"{1}\" Optional=\"true\" /> if the app can do without.");

    public static readonly DiagnosticDescriptor PartMissing = new("MST5103", "The builder lacks what an app on scratch uses",
        "The app uses {0}, and the builder has no {1}.",
        "Use a ContainerSdkImage that has it, or set {2} to {3}.");

    public static readonly DiagnosticDescriptor ForeignRoot = new("MST5104", "The folder for the image's root has other files",
        "'{0}', the folder for the files of the image's root, is not empty and was not made by an earlier publish.",
        "Name a folder that does not exist.");

    public static readonly DiagnosticDescriptor UnknownOpenSsl = new("MST5105", "ContainerOpenSsl is unknown",
        "ContainerOpenSsl is '{0}'.",
        "Use auto, true or false.");
}
