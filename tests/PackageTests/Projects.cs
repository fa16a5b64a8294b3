using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace MultiStage.PackageTests;

/// <summary>How a project takes the package.</summary>
public enum Door
{
    None,
    SdkElement,
    PackageReference,
}

/// <summary>Projects as users write them.</summary>
internal static partial class Projects
{
    /// <summary>A workspace whose only package source is the folder with the packed SDK and the packages of the shop sample.</summary>
    public static Workspace NewWorkspace()
    {
        var workspace = new Workspace();
        foreach (var package in Directory.GetFiles(Path.Combine(Checkout.Samples, "shop", "packages"), "*.nupkg"))
            File.Copy(package, workspace.Path("artifacts/packages/" + Path.GetFileName(package)), overwrite: true);
        return workspace.Write("nuget.config", """
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="artifacts/packages" />
              </packageSources>
            </configuration>
            """);
    }

    public static string Text(Door door, string sdk, string body = "") => $"""
        <Project Sdk="{sdk}">
          {(door == Door.SdkElement ? """<Sdk Name="MultiStage.Sdk" Version="1.0.0" />""" : "")}
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <ImplicitUsings>disable</ImplicitUsings>
          </PropertyGroup>
          {(door == Door.PackageReference ? """<ItemGroup><PackageReference Include="MultiStage.Sdk" Version="1.0.0" PrivateAssets="all" /></ItemGroup>""" : "")}
          {body}
        </Project>
        """;

    /// <summary>App/App.csproj with a source, settings and a page.</summary>
    public static Workspace WriteApp(this Workspace workspace, Door door, string sdk, string body = "") => workspace
        .Write("App/App.csproj", Text(door, sdk, body))
        .Write("App/Program.cs", "System.Console.WriteLine(\"ready\");")
        .Write("App/appsettings.json", "{}")
        .Write("App/wwwroot/index.html", "<p>ready</p>");

    /// <summary>Relative path and hash of every file of a folder.</summary>
    public static IReadOnlyList<string> Hashes(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file) + " " + Convert.ToHexString(SHA256.HashData(Bytes(file))))
            .Order(StringComparer.Ordinal),
    ];

    // The manifest of static web assets holds the time at which they were compressed.
    private static byte[] Bytes(string file) => file.EndsWith(".endpoints.json", StringComparison.Ordinal)
        ? Encoding.UTF8.GetBytes(Time().Replace(File.ReadAllText(file), "TIME"))
        : File.ReadAllBytes(file);

    [GeneratedRegex(@"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT")]
    private static partial Regex Time();

    /// <summary>Relative paths of the files of a folder.</summary>
    public static IReadOnlyList<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal)];

    public static void Clean(this Workspace workspace)
    {
        foreach (var folder in new[] { "App/bin", "App/obj" })
            if (Directory.Exists(workspace.Path(folder)))
                Directory.Delete(workspace.Path(folder), recursive: true);
    }
}
