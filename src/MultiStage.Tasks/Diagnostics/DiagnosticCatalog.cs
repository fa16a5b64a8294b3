using System.Reflection;

namespace MultiStage.Diagnostics;

/// <summary>All diagnostics of MultiStage.Sdk.</summary>
internal static class DiagnosticCatalog
{
    /// <summary>Every descriptor, by code.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. typeof(DiagnosticCatalog).Assembly.GetTypes()
            .Where(type => type.IsAbstract && type.IsSealed && type.Namespace == typeof(DiagnosticCatalog).Namespace)
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
            .OrderBy(descriptor => descriptor.Code, StringComparer.Ordinal),
    ];
}
