namespace MultiStage.EngineTests;

/// <summary>The smallest projects that a test can build: no package but MultiStage.Sdk, so restore needs no network.</summary>
internal static class TinyApp
{
    /// <summary>A console app whose output begins with "tiny" and holds its arguments; returns its folder.</summary>
    public static Workspace AddConsoleApp(this Workspace workspace, string folder = "app", string name = "tiny", string properties = "",
        string items = "", string program = "System.Console.WriteLine(\"tiny \" + string.Join(\"|\", args));") =>
        workspace.AddFeed()
            .Write($"{folder}/{name}.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <Sdk Name="MultiStage.Sdk" Version="1.0.0" />
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <OutputType>Exe</OutputType>
                    <ContainerRepository>multistage-tiny</ContainerRepository>
                    {properties}
                  </PropertyGroup>
                  <ItemGroup>
                    {items}
                  </ItemGroup>
                </Project>
                """)
            .Write($"{folder}/Program.cs", program);
}
