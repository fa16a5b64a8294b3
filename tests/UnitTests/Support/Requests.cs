using MultiStage.Engines.Contract;
using MultiStage.Planning;
using MultiStage.Planning.Builder;
using MultiStage.Tasks;

namespace MultiStage.UnitTests.Support;

/// <summary>Requests to engines.</summary>
internal static class Requests
{
    /// <summary>The image of the web project, for the engine's own store.</summary>
    public static BuildRequest Image => new()
    {
        Plan = Planner.Plan(Models.Web, Models.Options),
        Targets = [new TargetRequest("final", [new Destination.Store()]) { Names = ["a:1"] }],
        ContextFolder = OnHost("/r"),
        ProjectFolder = OnHost("/r/src"),
        Dockerfile = OnHost("/r/obj/Dockerfile"),
        Explain = failure => FailureReasons.Of(failure, new FeedErrors(OnHost("/r"), HasCredentials: false)),
    };
}
