using System.Text.Json;
using FsCheck.Fluent;
using MultiStage.Planning;
using MultiStage.Rendering;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Rendering;

public sealed class PlanJsonTests
{
    [Fact]
    public void A_plan_that_is_read_writes_the_same_again() => Law.Holds(Models.Any.Zip(Models.AnyOptions), pair =>
    {
        var json = PlanJson.Write(Planner.Plan(pair.Item1, pair.Item2));
        Assert.Equal(json, PlanJson.Write(PlanJson.Read(json)));
    });

    [Fact]
    public void A_plan_that_is_read_renders_as_the_one_that_was_written() => Law.Holds(Models.Any.Zip(Models.AnyOptions), pair =>
    {
        var plan = Planner.Plan(pair.Item1, pair.Item2);
        var read = PlanJson.Read(PlanJson.Write(plan));
        Assert.Equal(DockerfileWriter.Write(plan, DockerfileDialect.Modern), DockerfileWriter.Write(read, DockerfileDialect.Modern));
        Assert.Equal(IgnoreFileWriter.Write(plan), IgnoreFileWriter.Write(read));
        Assert.Equal(LineBreakArguments.For(plan), LineBreakArguments.For(read));
    });

    [Fact]
    public void The_version_is_written_and_the_text_ends_in_one_line_end()
    {
        var json = PlanJson.Write(Planner.Plan(Models.Web, Models.Options));
        Assert.Equal(4, JsonDocument.Parse(json).RootElement.GetProperty("version").GetInt32());
        Assert.EndsWith("}\n", json, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', json);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"project\":null}")]
    [InlineData("{\"project\":\"a\",\"arguments\":[],\"stages\":[{\"name\":\"a\",\"from\":\"b\",\"description\":\"c\",\"steps\":[{\"kind\":\"unheardOf\"}]}],\"context\":{\"included\":[],\"excluded\":[],\"readmitted\":[]}}")]
    public void A_text_that_is_no_plan_is_refused(string json) => Assert.ThrowsAny<JsonException>(() =>
    {
        // What is missing shows at the latest when the plan is used.
        var plan = PlanJson.Read(json);
        if (plan.Stages is null || plan.Context is null || plan.Arguments is null)
            throw new InvalidOperationException("A plan with holes was accepted.");
    });
}
