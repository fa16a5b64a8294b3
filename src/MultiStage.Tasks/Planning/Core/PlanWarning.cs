using MultiStage.Diagnostics;

namespace MultiStage.Planning.Core;

/// <summary>Something that the plan does and that is unlikely to be meant.</summary>
internal sealed record PlanWarning(DiagnosticDescriptor Descriptor, params IReadOnlyList<object> Arguments)
{
    /// <summary>
    /// Whether it is so only where the stages <c>build</c> and <c>publish</c> are, and not for a publish on this machine.
    /// </summary>
    public bool IsOfBuilder { get; init; }

    public string Message => Descriptor.Format([.. Arguments]);
}
