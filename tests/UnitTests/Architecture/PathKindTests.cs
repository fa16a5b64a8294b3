using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MultiStage.UnitTests.Architecture;

/// <summary>A path has the type that says where it leads: into the context, an image, or this machine. None is a text.</summary>
public sealed partial class PathKindTests
{
    private static readonly Type[] Kinds = [typeof(ContextPath), typeof(ImagePath), typeof(HostPath), typeof(CopySource)];

    private static readonly string[] Rooms = ["Model", "Planning", "Rendering", "Engines"];

    // TYPE.MEMBER, with what else the text is.
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["ComposeModel.Volumes"] = "names of volumes",
        ["ComposeMount.Volume"] = "the name of the volume",
        ["CopyStep.EmptyFolder"] = "the name of the folder",
        ["PublishedPart.Folder"] = "seen from a layer of the published files",
        ["FrontEndModel.OutputFolder"] = "as the project wrote it, seen from its folder",
        ["ComposeBuild.Dockerfile"] = "seen from a context that compose finds",
        ["ComposeBuild.Context"] = "seen from the compose file, and may lead out of its folder",
        ["ComposeWatch.Path"] = "seen from the compose file, and may lead out of its folder",
        ["ComposeSecret.FromFile"] = "seen from the compose file, and may lead out of its folder",
        ["ComposeSecretSource.FromFile"] = "seen from the compose file, and may lead out of its folder",
        ["ComposeApp.Context"] = "seen from the compose file, and may lead out of its folder",
        ["ComposeApp.Dockerfile"] = "seen from a context that compose finds",
        ["ComposeApp.Project"] = "the name of the project",
        ["BuilderDiagnostic.File"] = "what a tool printed: of this machine where it is one of the context",
        ["BuilderDiagnostic.Project"] = "what a tool printed: of this machine where it is one of the context",
        ["HostPublish.Inputs"] = "a stamp",
        ["Unit.Project"] = "read in a builder by a program that has no such types",
        ["SiteSettings.ImmutableFiles"] = "patterns of addresses",
        ["SiteContent.ImmutablePaths"] = "addresses",
    };

    [Fact]
    public void No_member_holds_a_path_as_text() =>
        Assert.Equal("", string.Join('\n', Members().Where(IsText).Select(Name).Where(name => !Texts.ContainsKey(name))));

    [Fact]
    public void Every_exception_is_still_there() => Assert.Equal([], Texts.Keys.Except(Members().Where(IsText).Select(Name)));

    [Fact]
    public void No_text_becomes_a_path_without_a_check_and_no_kind_becomes_another() => Assert.Equal(
        ["ContextPath -> CopySource", "HostPath -> String", "ImagePath -> CopySource"],
        Kinds.SelectMany(kind => kind.GetMethods(BindingFlags.Public | BindingFlags.Static)).Where(method => method.Name == "op_Implicit")
            .Select(method => $"{method.GetParameters()[0].ParameterType.Name} -> {method.ReturnType.Name}").Order(StringComparer.Ordinal));

    // What a project wrote and nobody has read yet, is text: types with such values are called options.
    private static IEnumerable<PropertyInfo> Members() =>
        typeof(ContextPath).Assembly.GetTypes()
            .Where(type => Rooms.Any(room => $"{type.Namespace}.".StartsWith($"MultiStage.{room}.", StringComparison.Ordinal)))
            .Where(type => !Kinds.Contains(type) && !type.Name.EndsWith("Option", StringComparison.Ordinal)
                && !type.Name.EndsWith("Options", StringComparison.Ordinal)
                && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && (type.IsInterface || IsRecord(type)))
            .SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public
                | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(member => member.Name != "EqualityContract" && Word().IsMatch(member.Name));

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public) is not null;

    private static bool IsText(PropertyInfo member) =>
        member.PropertyType == typeof(string) || typeof(IEnumerable<string>).IsAssignableFrom(member.PropertyType);

    private static string Name(PropertyInfo member) => $"{member.DeclaringType!.Name}.{member.Name}";

    [GeneratedRegex("(Path|Folder|File|Directory|Directories|Source|Destination|Dockerfile|Context|Project|Input|Marker|Volume)s?$")]
    private static partial Regex Word();
}
