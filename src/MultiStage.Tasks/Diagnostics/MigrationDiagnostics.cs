namespace MultiStage.Diagnostics;

/// <summary>MST54xx: migrations of Entity Framework Core.</summary>
internal static class MigrationDiagnostics
{
    public static readonly DiagnosticDescriptor NoContext = new("MST5401", "The DbContext cannot be found",
        "The app has no such DbContext: {0}.",
        "Name one of the app in <ContainerMigrations Include=\"...\" />; `dotnet ef dbcontext list` shows them.");

    public static readonly DiagnosticDescriptor SeveralContexts = new("MST5402", "The app has several DbContexts",
        "The app has more than one DbContext: {0}.",
        "Name each in a <ContainerMigrations Include=\"...\" />, with its namespace where the name alone is not enough.");

    public static readonly DiagnosticDescriptor NoEntityFramework = new("MST5403", "No project references Entity Framework Core",
        "{0} needs a version of dotnet-ef, and neither '{1}' nor a project that it references asks for a package of Entity Framework Core.",
        "Reference Microsoft.EntityFrameworkCore.Design in the app, or set ToolVersion of the item.");

    public static readonly DiagnosticDescriptor ToolNotFound = new("MST5404", "No feed has the tool dotnet-ef",
        "The builder cannot install dotnet-ef: {0}.",
        "Add a feed that has it to the repository's nuget.config (with a package source mapping, map it too), or set ToolVersion of the ContainerMigrations to a version that the feed has.");

    public static readonly DiagnosticDescriptor NoMigrations = new("MST5405", "There are no migrations",
        "{0} has no migrations in the app or in what it references.",
        "Add one with `dotnet ef migrations add`, or correct the name of the context.");

    public static readonly DiagnosticDescriptor BundleFailed = new("MST5406", "The migrations cannot be bundled",
        "The tool dotnet-ef could not bundle the migrations: {0}.",
        "Its output stands above; `dotnet ef migrations bundle` in the project's folder on this machine does the same.");

    public static readonly DiagnosticDescriptor ProjectNotInGraph = new("MST5407", "The project of the migrations is no part of the app",
        "{0} has Project '{1}', and '{2}' does not reference that project.",
        "Add a ProjectReference to the app, or use one of: {3}.");

    public static readonly DiagnosticDescriptor ContextNotCreated = new("MST5408", "The DbContext cannot be created in the builder",
        "The tool dotnet-ef starts the app to get at its DbContext, and that failed: {0}.",
        "Make the app's start work up to the place where its host is built, without a database, or add an IDesignTimeDbContextFactory.");

    public static readonly DiagnosticDescriptor SameName = new("MST5409", "Two ContainerMigrations have the same stage",
        "{0} would both be the stage '{1}'.",
        "Give each a Name of its own, or remove one.");
}
