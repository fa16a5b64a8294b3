using System.Reflection;
using MultiStage.Diagnostics;

namespace MultiStage.UnitTests.Docs;

/// <summary>
/// What the product can report. Unlike the catalogue it does without the MSBuild assemblies, which are not beside unit tests.
/// </summary>
internal static class Descriptors
{
    /// <summary>Every descriptor, by code.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. LoadableTypes(typeof(DiagnosticDescriptor).Assembly)
            .Where(type => type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Diagnostics", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
            .OrderBy(descriptor => descriptor.Code, StringComparer.Ordinal),
    ];

    /// <summary>Every code.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. All.Select(descriptor => descriptor.Code)];

    private static IEnumerable<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }
}
