using System.Text.RegularExpressions;
using MultiStage.Diagnostics;

namespace MultiStage.Planning.Compose;

/// <summary>Names in a compose file.</summary>
internal static partial class ComposeNames
{
    /// <summary>The service of a project: <c>shop-web</c> for Shop.Web, which is also its host name in the network.</summary>
    public static string Service(ComposeApp app)
    {
        if (app.Service.Length > 0)
            return ServiceName().IsMatch(app.Service)
                ? app.Service
                : throw new ContainerException(ComposeDiagnostics.InvalidServiceName, app.Service.ReplaceLineEndings(" "), app.Project);
        var name = Words(app.Project);
        return name.Length > 0 ? name : throw new ContainerException(ComposeDiagnostics.InvalidServiceName, name, app.Project);
    }

    /// <summary>The project name of compose, from the name of a solution or project; never empty.</summary>
    public static string Project(string name) => Words(name) is { Length: > 0 } words ? words : "app";

    /// <summary>A volume is named after its folder, so that one more volume does not change the names of the others.</summary>
    public static string Volume(string service, ImagePath folder) =>
        service + "-" + (Words(folder.Text) is { Length: > 0 } words ? words : "data");

    /// <summary>The beginning of the names of variables for a service: <c>SHOP_WEB</c>.</summary>
    public static string Variable(string service)
    {
        var name =
            string.Concat(service.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToUpperInvariant(character) : '_'));
        return char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }

    // Lower-case letters and digits with single hyphens between the words.
    private static string Words(string text) =>
        string.Join('-', NoWord().Split(text.ToLowerInvariant()).Where(word => word.Length > 0));

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z")]
    private static partial Regex ServiceName();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoWord();
}
