namespace MultiStage.Planning.Layouts;

/// <summary>Projects that one stage builds.</summary>
/// <param name="Number">From 1, at the bottom; behind all groups that it refers to.</param>
/// <param name="Projects">Project files, each behind those that it refers to.</param>
/// <param name="References">Numbers of the groups with what the projects refer to, directly or through others.</param>
internal sealed record UnitGroup(int Number, IReadOnlyList<ContextPath> Projects, IReadOnlyList<int> References)
{
    /// <summary>The stage that builds them.</summary>
    public string Stage => GroupedLayout.Prefix + Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
