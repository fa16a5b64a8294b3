using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MultiStage.Publishing;

/// <summary>Finds migrations of Entity Framework Core in compiled files, which are read and not loaded.</summary>
internal static class MigrationTypes
{
    private const string Infrastructure = "Microsoft.EntityFrameworkCore.Infrastructure";
    private const string Migrations = "Microsoft.EntityFrameworkCore.Migrations";

    /// <summary>Full names of the contexts that migrations of the file are for.</summary>
    public static IReadOnlyList<string> ContextsIn(string path) =>
        Read(path,
            reader => reader.TypeDefinitions.Select(reader.GetTypeDefinition).Select(type => ContextOf(type, reader)).OfType<string>());

    /// <summary>Full names of the classes of the file; those inside others without the outer one's.</summary>
    public static IReadOnlyList<string> ClassesIn(string path) =>
        Read(path,
            reader =>
                reader.TypeDefinitions.Select(reader.GetTypeDefinition)
                    .Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}"));

    private static IReadOnlyList<string> Read(string path, Func<MetadataReader, IEnumerable<string>> names)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return file.HasMetadata ? [.. names(file.GetMetadataReader())] : [];
        }
        catch (BadImageFormatException)
        {
            return [];
        }
    }

    /// <summary>Whether a context with this full name is meant by a name with or without namespace, as dotnet-ef compares them.</summary>
    public static bool IsCalled(string fullName, string name) =>
        fullName.Equals(name, StringComparison.OrdinalIgnoreCase) || fullName.EndsWith("." + name, StringComparison.OrdinalIgnoreCase)
            || fullName.EndsWith("+" + name, StringComparison.OrdinalIgnoreCase);

    // A migration says by attributes that it is one, and of which context.
    private static string? ContextOf(TypeDefinition type, MetadataReader reader)
    {
        var attributes = type.GetCustomAttributes().Select(reader.GetCustomAttribute).ToList();
        return attributes.Any(attribute => IsOf(attribute, reader, Migrations, "MigrationAttribute"))
            && attributes.FirstOrDefault(
                attribute => IsOf(attribute, reader, Infrastructure, "DbContextAttribute")) is { Constructor.IsNil: false } context
            ? FirstText(reader.GetBlobReader(context.Value)) : null;
    }

    private static bool IsOf(CustomAttribute attribute, MetadataReader reader, string @namespace, string name)
    {
        var type = attribute.Constructor.Kind switch
        {
            HandleKind.MemberReference => reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent,
            HandleKind.MethodDefinition => reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType(),
            _ => default,
        };
        var (foundNamespace, foundName) = type.Kind switch
        {
            HandleKind.TypeReference when reader.GetTypeReference((TypeReferenceHandle)type) is var reference =>
                (reference.Namespace, reference.Name),
            HandleKind.TypeDefinition when reader.GetTypeDefinition((TypeDefinitionHandle)type) is var definition =>
                (definition.Namespace, definition.Name),
            _ => default,
        };
        return !foundName.IsNil && reader.StringComparer.Equals(foundName, name)
            && reader.StringComparer.Equals(foundNamespace, @namespace);
    }

    // The one argument is a type, written as its name; one of another assembly has that behind a comma.
    private static string? FirstText(BlobReader value)
    {
        const ushort prolog = 1;
        return value.ReadUInt16() == prolog ? value.ReadSerializedString()?.Split(',')[0] : null;
    }
}
