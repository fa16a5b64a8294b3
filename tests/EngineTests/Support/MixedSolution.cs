namespace MultiStage.EngineTests;

/// <summary>
/// A web app whose libraries have what makes building them apart hard: frameworks, texts in other languages, content, a
/// source generator of the solution, pages with static files, friends, and a reference that is hidden from the app.
/// </summary>
internal static class MixedSolution
{
    private const string Usual =
        "<TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>";

    public static Workspace Add(Workspace workspace)
    {
        // Content of its own for every run: nothing that an earlier run left in the engine may be taken for cached.
        workspace.AddFeed().Write("Directory.Build.props", $"<Project>\n  <!-- {Guid.NewGuid()} -->\n</Project>");
        Base(workspace);
        Generator(workspace);
        workspace
            .Write("src/Rcl/Rcl.csproj", Project("Microsoft.NET.Sdk.Razor", Usual + "<AddRazorSupportForMvc>true</AddRazorSupportForMvc>",
                "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />"))
            .Write("src/Rcl/wwwroot/site.css", "body{color:red}")
            .Write("src/Rcl/Pages/Rcl.cshtml", "@page \"/rcl\"\n<h1>Page @(1 + 1)</h1>\n")
            .Write("src/Inner/Inner.csproj", Project("Microsoft.NET.Sdk", Usual, ""))
            .Write("src/Inner/I.cs", "namespace Inner; public static class I { public static int Five() => 5; }")
            .Write("src/Mid/Mid.csproj", Project("Microsoft.NET.Sdk", Usual,
                "<ProjectReference Include=\"../Base/Base.csproj\" />"
                + "<ProjectReference Include=\"../Inner/Inner.csproj\" PrivateAssets=\"all\" />"
                + "<ProjectReference Include=\"../Gen/Gen.csproj\" OutputItemType=\"Analyzer\" ReferenceOutputAssembly=\"false\" />"))
            .Write("src/Mid/M.cs", """
                namespace Mid;
                public static class M
                {
                    public static int Number() => Generated.Made.Number + Base.C.Secret() + Inner.I.Five();
                }
                """)
            .Write("src/App/App.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk.Web">
                  <Sdk Name="MultiStage.Sdk" Version="1.0.0" />
                  <PropertyGroup>{Usual}</PropertyGroup>
                  <ItemGroup>
                    <ProjectReference Include="../Mid/Mid.csproj" />
                    <ProjectReference Include="../Rcl/Rcl.csproj" />
                  </ItemGroup>
                </Project>
                """)
            .Write("src/App/wwwroot/x.txt", "x")
            .Write("src/App/Program.cs", """
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddRazorPages();
                var app = builder.Build();
                app.MapStaticAssets();
                app.MapRazorPages();
                app.MapGet("/", () => Mid.M.Number() + Base.C.Text());
                app.Run();
                """);
        return workspace;
    }

    private static void Base(Workspace workspace)
    {
        workspace
            .Write("src/Base/Base.csproj", Project("Microsoft.NET.Sdk",
                "<TargetFrameworks>net10.0;net8.0</TargetFrameworks><ImplicitUsings>enable</ImplicitUsings>"
                + "<GenerateDocumentationFile>true</GenerateDocumentationFile><NoWarn>CS1591</NoWarn>",
                "<InternalsVisibleTo Include=\"Mid\" /><Content Include=\"data.json\" CopyToPublishDirectory=\"PreserveNewest\" />"))
            .Write("src/Base/data.json", "{}")
            .Write("src/Base/C.cs", """
                using System.Globalization;
                using System.Resources;
                namespace Base;
                public static class C
                {
                    private static readonly ResourceManager Texts = new("Base.Texts", typeof(C).Assembly);
                    public static string Text() => Texts.GetString("Hello", new CultureInfo("de"))!;
                    internal static int Secret() => 42;
                }
                """);
        foreach (var language in new[] { "", ".de" })
            workspace.Write($"src/Base/Texts{language}.resx", $"""
                <?xml version="1.0" encoding="utf-8"?>
                <root>
                  <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>
                  <resheader name="version"><value>2.0</value></resheader>
                  <resheader name="reader"><value>System.Resources.ResXResourceReader, System.Windows.Forms</value></resheader>
                  <resheader name="writer"><value>System.Resources.ResXResourceWriter, System.Windows.Forms</value></resheader>
                  <data name="Hello" xml:space="preserve"><value>Hello{language}</value></data>
                </root>
                """);
    }

    private static void Generator(Workspace workspace) => workspace
        .Write("src/Gen/Gen.csproj", Project("Microsoft.NET.Sdk", Usual + "<NoWarn>RS1035;RS1036;RS1042</NoWarn>",
            "<Reference Include=\"$(MSBuildToolsPath)/Roslyn/bincore/Microsoft.CodeAnalysis.dll\" Private=\"false\" />"
            + "<Reference Include=\"$(MSBuildToolsPath)/Roslyn/bincore/Microsoft.CodeAnalysis.CSharp.dll\" Private=\"false\" />"))
        .Write("src/Gen/G.cs", """
            using Microsoft.CodeAnalysis;
            [Generator]
            public class G : IIncrementalGenerator
            {
                public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(
                    output => output.AddSource("g.cs",
                        "namespace Generated; public static class Made { public static int Number => 7; }"));
            }
            """);

    private static string Project(string sdk, string properties, string items) =>
        $"<Project Sdk=\"{sdk}\"><PropertyGroup>{properties}</PropertyGroup><ItemGroup>{items}</ItemGroup></Project>";
}
