namespace MultiStage.EngineTests;

/// <summary>Migrations of the sample shop as an image of their own, on a real database.</summary>
public sealed class MigrationTests(Leftovers leftovers)
{
    private const string Project = Shop.Folder;

    public static IEnumerable<TheoryDataRow<string>> Engines => Rows.PerEngine(Engine.Docker);

    [Theory, MemberData(nameof(Engines))]
    public async Task The_image_brings_a_database_up_to_date_and_then_leaves_it_alone(string engineName)
    {
        var engine = Rows.EngineOf(engineName);
        using var workspace = Shop.NewWorkspace();
        await using var database = await PostgreSqlServer.StartAsync();
        var connection = "ConnectionStrings__Shop=" + database.ConnectionString;
        var migrations = await PublishAsync(workspace, engine, "migrations");

        var config = (await engine.InspectAsync(migrations)).GetProperty("Config");
        Assert.Equal("1654", config.GetProperty("User").GetString());
        Assert.DoesNotContain("ConnectionStrings", config.GetProperty("Env").ToString(), StringComparison.Ordinal);
        // The database is made by the first, and one of an older version by the argument.
        (await MigrateAsync(engine, migrations, connection, "CreateStock")).Succeeded();
        Assert.Equal("20260105090000_CreateStock", await database.QueryAsync(History));
        Assert.Contains("Applying migration '20260302090000_AddShelf'",
            (await MigrateAsync(engine, migrations, connection)).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal("20260105090000_CreateStock\n20260302090000_AddShelf", await database.QueryAsync(History));
        var dump = await database.DumpAsync();
        Assert.Contains("'espresso-cup', 'espresso cup', 120, 'A1'", dump, StringComparison.Ordinal);
        Assert.Contains("already up to date", (await MigrateAsync(engine, migrations, connection)).Succeeded().Output,
            StringComparison.Ordinal);
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
        Assert.DoesNotContain(files,
            file => file.Contains("EntityFrameworkCore.Design", StringComparison.Ordinal)
                || file.Contains("CodeAnalysis", StringComparison.Ordinal) || file.Contains("efbundle", StringComparison.Ordinal)
                || file.Contains("dotnet-ef", StringComparison.Ordinal));
    }

    [Theory, Trait(Category.Name, Category.Matrix)]
    [InlineData("""<ContainerMigrations Include="ShopContext" Project="../../tests/Shop.Tests" />""", "MST5407",
        "ContainerMigrations 'ShopContext'", "Shop.Tests", "Shop.Data.csproj")]
    [InlineData("""<ContainerMigrations Include="ShopContext;Shop.Data.ShopContext" />""", "MST5409", "ContainerMigrations 'ShopContext'",
        "ContainerMigrations 'Shop.Data.ShopContext'", "'migrations-shopcontext'")]
    [InlineData("""<ContainerMigrations Include="ShopContext" ToolVersion="newest" />""", "MST5010", "ContainerMigrations 'ShopContext'",
        "ToolVersion", "'newest'")]
    [InlineData("""<ContainerMigrations Include="ShopContext" ToolVersion="99.0.0" />""", "MST5404", "dotnet-ef", "99.0.0")]
    [InlineData("""<ContainerMigrations Include="ShoppingContext" />""", "MST5401", "'ShoppingContext'")]
    [InlineData("""<ContainerMigrations Include="OtherContext" />""", "MST5405", "'OtherContext'")]
    [InlineData("", "MST5402", "More than one DbContext", "Name each")]
    public async Task A_mistake_is_one_error(string items, string code, params string[] parts)
    {
        using var workspace = Shop.NewWorkspace();
        if (code is "MST5405" or "MST5402")
            workspace.Write(Project + "/OtherContext.cs", "internal sealed class OtherContext : Microsoft.EntityFrameworkCore.DbContext;");
        var error = (await TryAsync(workspace, items)).AssertOneError(code);
        Assert.All(parts, part => Assert.Contains(part, error, StringComparison.Ordinal));
        Assert.Contains("Shop.Web.csproj", error, StringComparison.Ordinal);
    }

    [Theory, InlineData("docker"), InlineData("docker-20"), Trait(Category.Name, Category.Matrix)]
    public async Task A_start_that_fails_in_the_builder_is_told_apart_from_one_that_does_not_compile(string engineName)
    {
        using var workspace = Shop.NewWorkspace();
        var program = workspace.Read(Project + "/Program.cs");
        workspace.Write(Project + "/Program.cs",
            program.Replace("var builder =",
                "if (args.Length >= 0) throw new InvalidOperationException(\"needs a secret\");\nvar builder =", StringComparison.Ordinal));
        var engine = Rows.EngineOf(engineName);
        Assert.Contains("needs a secret", (await TryAsync(workspace, Item, engine)).AssertOneError("MST5408"), StringComparison.Ordinal);
        workspace.Write(Project + "/Program.cs", program + "\n!");
        var compile = (await TryAsync(workspace, Item, engine)).Failed().Errors();
        Assert.All(compile, error => Assert.StartsWith(workspace.Path(Project + "/Program.cs") + "(", error, StringComparison.Ordinal));
    }

    private const string Item = """<ContainerMigrations Include="ShopContext" />""";

    private static Task<CommandResult> TryAsync(Workspace workspace, string items, Engine? engine = null)
    {
        var project = Project + "/Shop.Web.csproj";
        Assert.Contains(Item, workspace.Read(project), StringComparison.Ordinal);
        return workspace.Write(project, workspace.Read(project).Replace(Item, items, StringComparison.Ordinal))
            .PublishQuietlyAsync(Project, engine ?? Engine.Docker, "-p:ContainerTarget=migrations");
    }

    private const string History = """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1""";

    private static Task<CommandResult> MigrateAsync(Engine engine, string image, string variable, params string[] arguments) =>
        engine.RunAsync(["run", "--rm", "--network=host", "--env", variable, image, .. arguments]);

    private async Task<string> PublishAsync(Workspace workspace, Engine engine, string target)
    {
        var tag = Publishing.NewTag();
        var image = leftovers.Add(engine, $"shop:{tag}{(target == "final" ? "" : "-" + target)}");
        (await workspace.PublishAsync(Project, engine, "-p:ContainerImageTag=" + tag, "-p:ContainerTarget=" + target)).Succeeded();
        return image;
    }
}
