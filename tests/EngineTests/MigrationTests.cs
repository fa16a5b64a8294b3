namespace MultiStage.EngineTests;

/// <summary>Migrations of the sample shop as an image of their own, on a real database.</summary>
public sealed class MigrationTests(Leftovers leftovers)
{
    private const string Project = "sample-apps/shop/src/Shop.Web";

    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    [Theory, MemberData(nameof(Engines))]
    public async Task The_image_brings_a_database_up_to_date_and_then_leaves_it_alone(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = NewWorkspace();
        await using var database = await PostgreSqlServer.StartAsync();
        var connection = "ConnectionStrings__Shop=" + database.ConnectionString;
        var migrations = await PublishAsync(workspace, engine, "migrations");

        var config = (await engine.InspectAsync(migrations)).GetProperty("Config");
        Assert.Equal("1654", config.GetProperty("User").GetString());
        Assert.DoesNotContain("ConnectionStrings", config.GetProperty("Env").ToString(), StringComparison.Ordinal);
        // The database is made by the first, and one of an older version by the argument.
        (await MigrateAsync(engine, migrations, connection, "CreateStock")).Succeeded();
        Assert.Equal("20260105090000_CreateStock", await database.QueryAsync(History));
        Assert.Contains("Applying migration '20260302090000_AddShelf'", (await MigrateAsync(engine, migrations, connection)).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal("20260105090000_CreateStock\n20260302090000_AddShelf", await database.QueryAsync(History));
        var dump = await database.DumpAsync();
        Assert.Contains("'espresso-cup', 'espresso cup', 120, 'A1'", dump, StringComparison.Ordinal);
        Assert.Contains("already up to date", (await MigrateAsync(engine, migrations, connection)).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal(dump, await database.DumpAsync());
        (await MigrateAsync(engine, migrations, "NOTHING=")).Failed();

        await database.QueryAsync("""UPDATE "Stock" SET "Shelf" = 'Z9' WHERE "ProductId" = 'milk-jug'""");
        var final = await PublishAsync(workspace, engine, "final");
        await using (var shop = await RunningContainer.StartAsync(engine, final, "--env", connection))
            Assert.Contains("\"shelf\":\"Z9\"", await shop.GetAsync("/stock"), StringComparison.Ordinal);
        // Without a database it has one of its own.
        await using (var shop = await RunningContainer.StartAsync(engine, final))
            Assert.Contains("\"shelf\":\"A2\"", await shop.GetAsync("/stock"), StringComparison.Ordinal);

        var files = (await SavedImage.OfAsync(engine, final)).Layers.SelectMany(layer => layer.Files).Select(file => file.Path).ToList();
        Assert.Contains("app/Shop.Data.dll", files);
        Assert.DoesNotContain(files, file => file.Contains("EntityFrameworkCore.Design", StringComparison.Ordinal) || file.Contains("CodeAnalysis", StringComparison.Ordinal) || file.Contains("efbundle", StringComparison.Ordinal) || file.Contains("dotnet-ef", StringComparison.Ordinal));
    }

    [Fact, Trait(Category.Name, Category.Matrix)]
    public async Task Each_mistake_is_one_error()
    {
        using var workspace = NewWorkspace();
        var project = Project + "/Shop.Web.csproj";
        var original = workspace.Read(project);
        Task<CommandResult> TryAsync(string items) =>
            workspace.Write(project, original.Replace("""<ContainerMigrations Include="ShopContext" />""", items, StringComparison.Ordinal))
                .PublishQuietlyAsync(Project, Engine.Docker, "-p:ContainerTarget=migrations");

        Assert.Contains("Shop.Tests", (await TryAsync("""<ContainerMigrations Include="ShopContext" Project="../../tests/Shop.Tests" />""")).AssertOneError("MST5407"), StringComparison.Ordinal);
        Assert.Contains("99.0.0", (await TryAsync("""<ContainerMigrations Include="ShopContext" ToolVersion="99.0.0" />""")).AssertOneError("MST5404"), StringComparison.Ordinal);
        Assert.Contains("'ShoppingContext'", (await TryAsync("""<ContainerMigrations Include="ShoppingContext" />""")).AssertOneError("MST5401"), StringComparison.Ordinal);

        workspace.Write(Project + "/OtherContext.cs", "internal sealed class OtherContext : Microsoft.EntityFrameworkCore.DbContext;");
        Assert.Contains("'OtherContext'", (await TryAsync("""<ContainerMigrations Include="OtherContext" />""")).AssertOneError("MST5405"), StringComparison.Ordinal);
        Assert.Contains("Name each", (await TryAsync("")).AssertOneError("MST5402"), StringComparison.Ordinal);

        var program = workspace.Read(Project + "/Program.cs");
        File.Delete(workspace.Path(Project + "/OtherContext.cs"));
        workspace.Write(Project + "/Program.cs", program.Replace("var builder =", "if (args.Length >= 0) throw new InvalidOperationException(\"needs a secret\");\nvar builder =", StringComparison.Ordinal));
        Assert.Contains("needs a secret", (await TryAsync("""<ContainerMigrations Include="ShopContext" />""")).AssertOneError("MST5408"), StringComparison.Ordinal);
        workspace.Write(Project + "/Program.cs", program + "\n!");
        var compile = (await TryAsync("""<ContainerMigrations Include="ShopContext" />""")).Failed().Errors();
        Assert.All(compile, error => Assert.StartsWith(workspace.Path(Project + "/Program.cs") + "(", error, StringComparison.Ordinal));
    }

    private const string History = """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1""";

    private static Task<CommandResult> MigrateAsync(Engine engine, string image, string variable, params string[] arguments) =>
        engine.RunAsync(["run", "--rm", "--network=host", "--env", variable, image, .. arguments]);

    /// <summary>
    /// With stand-ins for two packages that Microsoft.EntityFrameworkCore.Design refers to and that not every feed has: it
    /// uses them to scaffold a model, which no bundle does.
    /// </summary>
    private static Workspace NewWorkspace()
    {
        var workspace = new Workspace();
        workspace.AddSample("shop");
        foreach (var (id, version) in new[] { ("Mono.TextTemplating", "3.0.0"), ("Microsoft.VisualStudio.SolutionPersistence", "1.0.52") })
            File.WriteAllBytes(workspace.Path($"artifacts/packages/{id}.{version}.nupkg"), NuGetServer.Package(id, version));
        return workspace;
    }

    private async Task<string> PublishAsync(Workspace workspace, Engine engine, string target)
    {
        var tag = Publishing.NewTag();
        var image = leftovers.Add(engine, $"shop:{tag}{(target == "final" ? "" : "-" + target)}");
        (await workspace.PublishAsync(Project, engine, "-p:ContainerImageTag=" + tag, "-p:ContainerTarget=" + target)).Succeeded();
        return image;
    }
}
