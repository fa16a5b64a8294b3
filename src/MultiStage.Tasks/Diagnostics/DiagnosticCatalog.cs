using System.Reflection;

namespace MultiStage.Diagnostics;

/// <summary>All diagnostics of MultiStage.Sdk.</summary>
internal static class DiagnosticCatalog
{
    // Named one by one: a look at all types of the assembly would need MSBuild's assemblies.
    private static readonly Type[] Families =
    [
        typeof(ProjectDiagnostics), typeof(OptionDiagnostics), typeof(EngineDiagnostics), typeof(ImageDiagnostics),
        typeof(StageDiagnostics), typeof(ScratchDiagnostics),
        typeof(DebugDiagnostics), typeof(TestDiagnostics), typeof(MigrationDiagnostics), typeof(ExportDiagnostics),
        typeof(ComposeDiagnostics), typeof(AssetDiagnostics), typeof(StaticSiteDiagnostics),
        typeof(FeedDiagnostics), typeof(NameDiagnostics), typeof(UnitDiagnostics),
    ];

    /// <summary>Every descriptor, by code.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. Families.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
            .OrderBy(descriptor => descriptor.Code, StringComparer.Ordinal),
    ];
}
