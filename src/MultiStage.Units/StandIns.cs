using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;

namespace MultiStage.Units;

/// <summary>
/// Files in the place of outputs. They say what a build asks of a reference that it does not compile (name, version,
/// attributes, what it refers to), and stay the same when code changes. The runtime refuses to run them.
/// </summary>
internal static class StandIns
{
    /// <summary>Names the stand-ins of a group by their digests, one a line.</summary>
    public const string ListName = "stand-ins";

    /// <summary>A text that no file of an image may have in it.</summary>
    public const string Mark = "MultiStage.Sdk stand-in for ";

    /// <summary>The real files behind stand-ins, by the digest of those.</summary>
    /// <param name="folder">With a folder for each group; may be missing.</param>
    public static Dictionary<string, string> RealFiles(string folder) =>
        (Directory.Exists(folder) ? Directory.GetDirectories(folder) : []).SelectMany(Directory.EnumerateFiles)
            .ToDictionary(file => Path.GetFileName(file), StringComparer.Ordinal);

    /// <summary>In the place of symbols or documentation.</summary>
    public static byte[] Text(string path) => Encoding.UTF8.GetBytes(Mark + path + "\n");

    /// <summary>In the place of an assembly.</summary>
    /// <param name="file">The assembly.</param>
    /// <param name="path">Tells it from others of the same name.</param>
    public static byte[] Assembly(string file, string path)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        var metadata = new MetadataBuilder();
        var source = image.GetMetadataReader();
        var assembly = source.GetAssemblyDefinition();
        metadata.AddModule(0, metadata.GetOrAddString(source.GetString(source.GetModuleDefinition().Name)),
            metadata.GetOrAddGuid(new Guid(Identity(path))), default, default);
        metadata.AddAssembly(
            metadata.GetOrAddString(source.GetString(assembly.Name)), assembly.Version,
            metadata.GetOrAddString(source.GetString(assembly.Culture)), Copy(metadata, source, assembly.PublicKey), assembly.Flags,
            assembly.HashAlgorithm);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default,
            MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        foreach (var handle in source.AssemblyReferences)
        {
            var reference = source.GetAssemblyReference(handle);
            metadata.AddAssemblyReference(
                metadata.GetOrAddString(source.GetString(reference.Name)), reference.Version,
                metadata.GetOrAddString(source.GetString(reference.Culture)), Copy(metadata, source, reference.PublicKeyOrToken),
                reference.Flags, Copy(metadata, source, reference.HashValue));
        }
        AddAttributes(metadata, source, path);
        var builder = new ManagedPEBuilder(
            new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll | Characteristics.ExecutableImage),
            new MetadataRootBuilder(metadata, source.MetadataVersion), new BlobBuilder(),
            deterministicIdProvider: _ => new BlobContentId(new Guid(Identity(path)), 1));
        var blob = new BlobBuilder();
        builder.Serialize(blob);
        return blob.ToArray();
    }

    // Those of the assembly that are written with texts and numbers alone; others would need types of their own.
    private static void AddAttributes(MetadataBuilder metadata, MetadataReader source, string path)
    {
        EntityHandle core = default;
        foreach (var attribute in source.GetAssemblyDefinition().GetCustomAttributes().Select(source.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind != HandleKind.MemberReference)
                continue;
            var constructor = source.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
            if (constructor.Parent.Kind != HandleKind.TypeReference || !IsSimple(source.GetBlobBytes(constructor.Signature)))
                continue;
            var type = source.GetTypeReference((TypeReferenceHandle)constructor.Parent);
            if (type.ResolutionScope.Kind != HandleKind.AssemblyReference)
                continue;
            // References were added in their order, so their handles are the same.
            if (source.GetString(type.Name) == "TargetFrameworkAttribute")
                core = type.ResolutionScope;
            Add(metadata, type.ResolutionScope, source.GetString(type.Namespace), source.GetString(type.Name),
                source.GetBlobBytes(constructor.Signature), source.GetBlobBytes(attribute.Value));
        }
        if (core.IsNil)
            return;
        Add(metadata, core, "System.Runtime.CompilerServices", "ReferenceAssemblyAttribute", [0x20, 0, 1], [1, 0, 0, 0]);
        var value = new BlobBuilder();
        value.WriteUInt16(1);
        value.WriteSerializedString("MultiStage");
        value.WriteSerializedString(Mark + path);
        value.WriteUInt16(0);
        Add(metadata, core, "System.Reflection", "AssemblyMetadataAttribute", [0x20, 2, 1, 0x0e, 0x0e], value.ToArray());
    }

    private static void Add(MetadataBuilder metadata, EntityHandle scope, string space, string name, byte[] signature, byte[] value)
    {
        var type = metadata.AddTypeReference(scope, metadata.GetOrAddString(space), metadata.GetOrAddString(name));
        var constructor = metadata.AddMemberReference(type, metadata.GetOrAddString(".ctor"), metadata.GetOrAddBlob(signature));
        metadata.AddCustomAttribute(EntityHandle.AssemblyDefinition, constructor, metadata.GetOrAddBlob(value));
    }

    // An instance method without result whose parameters are truth values, characters, numbers and texts.
    private static bool IsSimple(byte[] signature) =>
        signature.Length >= 3 && signature[0] == 0x20 && signature[2] == 1 && signature.Skip(3).All(type => type is >= 2 and <= 0x0e)
        && signature[1] == signature.Length - 3;

    private static BlobHandle Copy(MetadataBuilder metadata, MetadataReader source, BlobHandle blob) =>
        blob.IsNil ? default : metadata.GetOrAddBlob(source.GetBlobBytes(blob));

    private static byte[] Identity(string path) => SHA256.HashData(Encoding.UTF8.GetBytes(path))[..16];
}
