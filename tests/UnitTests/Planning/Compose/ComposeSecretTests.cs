using MultiStage.Diagnostics;
using MultiStage.Planning.Compose;
using MultiStage.Planning.Options;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning.Compose;

public sealed class ComposeSecretTests
{
    [Fact]
    public void Projects_that_mean_the_same_share_a_secret()
    {
        var model = ComposePlanner.Plan("x",
            [App("a", new ComposeSecretSource("key", "key.txt", "")), App("b", new ComposeSecretSource("key", "key.txt", ""))]);
        Assert.Equal([new ComposeSecret("key", "key.txt", "")], model.Secrets);
        Assert.All(model.Services, service => Assert.Equal([new ComposeSecretUse("key", "key")], service.Build.Secrets));
    }

    [Fact]
    public void Projects_that_mean_something_else_each_have_their_own_under_the_same_id()
    {
        var model = ComposePlanner.Plan("x",
            [App("a", new ComposeSecretSource("key", "a.txt", "")), App("b", new ComposeSecretSource("key", "", "KEY"))]);
        Assert.Equal([new ComposeSecret("a-key", "a.txt", ""), new ComposeSecret("b-key", "", "KEY")], model.Secrets);
        Assert.Equal([new ComposeSecretUse("b-key", "key")], model.Service("b").Build.Secrets);
    }

    [Fact]
    public void A_secret_that_no_command_sees_is_left_out() =>
        Assert.Empty(ComposePlanner.Plan("x", [ComposeModels.App("a") with { Secrets = [new("key", "key.txt", "")] }]).Secrets);

    [Fact]
    public void A_secret_that_is_mounted_and_not_declared_is_left_to_the_override_file() =>
        Assert.Empty(ComposePlanner.Plan("x", [App("a")]).Secrets);

    [Theory]
    [InlineData("", "")]
    [InlineData("file", "VARIABLE")]
    public void A_secret_has_one_source(string file, string variable) =>
        Assert.Equal("MST2013",
            Assert.Throws<ContainerException>(
                () => ComposePlanner.Plan("x", [App("a", new ComposeSecretSource("key", file, variable))])).Descriptor.Code);

    private static ComposeApp App(string name, params ComposeSecretSource[] secrets) =>
        ComposeModels.App(name, Models.Options with { Secrets = [new SecretOption("key", "build", "")] }) with { Secrets = secrets };
}
