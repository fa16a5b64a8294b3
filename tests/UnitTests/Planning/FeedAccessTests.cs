using MultiStage.Planning.Builder;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Planning;

/// <summary>Who in the builder gets what feeds ask for.</summary>
public sealed class FeedAccessTests
{
    [Fact]
    public void Without_private_feeds_publish_gets_its_own_secrets_alone()
    {
        var access = new FeedAccess(Models.Web,
            Models.Options with { Secrets = [new("one", "build", "ONE"), new("two", "publish", "TWO")] });
        Assert.Equal(["two"], access.PublishMounts.OfType<SecretMount>().Select(mount => mount.Id));
        Assert.Empty(access.PublishMounts.OfType<CacheMount>());
        Assert.Equal(["TWO"], access.PublishEnvironment.Select(variable => variable.Name));
    }

    [Fact]
    public void With_private_feeds_publish_can_restore_as_well()
    {
        var access = new FeedAccess(Models.Web with { RemoteFeeds = ["company"], FeedVariables = ["FEED"] },
            Models.Options with { Secrets = [new("one", "build", "ONE"), new("two", "publish", "TWO")] });
        Assert.Equal(["nugetconfig", "FEED", "one"], Ids(access.Mounts));
        // What restore needs for other reasons is none of publish's business.
        Assert.Equal(["nugetconfig", "FEED", "two"], Ids(access.PublishMounts));
        Assert.Equal(["TWO", "NUGET_COMMON_APPLICATION_DATA", "FEED"], access.PublishEnvironment.Select(variable => variable.Name));
        Assert.All(access.PublishMounts.OfType<SecretMount>().Where(mount => mount.Id != "two"), mount => Assert.False(mount.IsRequired));
    }

    [Theory]
    [InlineData("token", "FEED")]
    [InlineData("FEED", "")]
    [InlineData("FEED", "FEED")]
    public void A_secret_of_the_project_stands_in_for_a_variable_in_both(string id, string variable)
    {
        var access = new FeedAccess(Models.Web with { FeedVariables = ["FEED"] },
            Models.Options with { Secrets = [new(id, "build", variable)] });
        foreach (var (mounts, environment) in new[] { (access.Mounts, access.Environment),
            (access.PublishMounts, access.PublishEnvironment) })
        {
            Assert.Equal([id], Ids(mounts));
            Assert.Equal(("FEED", $"/run/secrets/{id}"), environment.Select(one => (one.Name, one.Value)).Single());
        }
    }

    [Fact]
    public void A_secret_of_publish_does_not_take_a_variable_from_restore()
    {
        var access = new FeedAccess(Models.Web with { FeedVariables = ["FEED"] },
            Models.Options with { Secrets = [new("mine", "publish", "FEED")] });
        Assert.Equal(["FEED"], Ids(access.Mounts));
        Assert.Equal("/run/secrets/mine", access.PublishEnvironment.Single(one => one.Name == "FEED").Value);
    }

    private static IEnumerable<string> Ids(IReadOnlyList<Mount> mounts) => mounts.OfType<SecretMount>().Select(mount => mount.Id);
}
