namespace MultiStage.Model;

/// <summary>Where things of units lie inside a builder.</summary>
internal static class UnitFolders
{
    /// <summary>The program that builds units, and the plan that it builds from.</summary>
    public const string Tool = "/units";

    public const string Program = Tool + "/MultiStage.Units.dll";

    public const string Plan = Tool + "/plan.json";

    /// <summary>Sources, mounted from the context.</summary>
    public const string Sources = "/in";

    /// <summary>What earlier groups left for their dependents: one folder a group.</summary>
    public const string References = "/refs";

    /// <summary>What groups ship: one folder a group.</summary>
    public const string Outputs = "/real";

    /// <summary>Where a group leaves its results.</summary>
    public const string Output = "/out";

    /// <summary>In the output of a group: files at the places where dependents look for them, from the root on.</summary>
    public const string Tree = "tree";

    /// <summary>In the output of a group, beside <see cref="Tree"/>: what MSBuild knows of the group's projects.</summary>
    public const string Results = "results";

    /// <summary>In the output of a group: all that dependents read.</summary>
    public const string Read = "ref";

    /// <summary>In the output of a group: the real files behind those that stand in for them.</summary>
    public const string Shipped = "real";
}
