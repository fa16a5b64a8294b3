using FsCheck;
using FsCheck.Fluent;
using MultiStage.Images;
using MultiStage.UnitTests.Support;

namespace MultiStage.UnitTests.Images;

/// <summary>Insecure is what was named, and nothing beside it.</summary>
public class InsecureRegistriesTests
{
    private const string Containers = """
        # a comment with insecure = true
        unqualified-search-registries = ["docker.io", 'quay.io'] # more
        short-name-mode = "permissive"
        credential-helpers = [
          "containers-auth.json", # one
        ]

        [[registry]]
        location = "lab.example:5000"
        insecure = true

        [[registry]]
        prefix = "named.example"
        insecure=true # yes

        [[registry]] # commented
          prefix = 'source.example/team'
          location = 'target.example:80/team'
          insecure = true
          [[registry.mirror]]
          location = "mirror.example"
          insecure = true
          [[registry.mirror]]
          location = "safe-mirror.example"

        [[registry]]
        prefix = "*.wild.example"
        insecure = true

        [[registry]]
        location = "safe.example"
        insecure = false
        blocked = true

        [[registry]]
        location = "text.example"
        insecure = "true"

        [[registry]]
        insecure = true

        [registries.insecure]
        registries = ['old.example:80', "older.example"]

        [aliases]
        "insecure" = "true"
        """;

    [Theory]
    [InlineData("lab.example:5000", "any", true)]
    [InlineData("LAB.example:5000", "any", true)]
    [InlineData("lab.example", "any", false)]
    [InlineData("lab.example:5001", "any", false)]
    [InlineData("evil-lab.example:5000", "any", false)]
    [InlineData("named.example", "any", true)]
    [InlineData("target.example:80", "team/app", true)]
    [InlineData("target.example:80", "team", true)]
    [InlineData("target.example:80", "teammate/app", false)]
    [InlineData("target.example:80", "other", false)]
    [InlineData("source.example", "team/app", false)]
    [InlineData("mirror.example", "any", true)]
    [InlineData("safe-mirror.example", "any", false)]
    [InlineData("a.wild.example", "any", true)]
    [InlineData("wild.example", "any", false)]
    [InlineData("safe.example", "any", false)]
    [InlineData("text.example", "any", false)]
    [InlineData("old.example:80", "any", true)]
    [InlineData("older.example", "any", true)]
    [InlineData("docker.io", "any", false)]
    public void Registries_conf_of_the_containers_tools_is_read(string registry, string repository, bool expected)
    {
        using var folder = new TempFolder();
        folder.Write("etc/containers/registries.conf", Containers);
        Assert.Equal(expected, Find(folder).Contains(registry, repository));
    }

    [Theory]
    [InlineData("[\"a # b\"]\nx = 1\n[[registry]]\nlocation = \"lab.example\"\ninsecure = true", true)]
    [InlineData("[[\"registry\"]] # \"\nlocation = \"lab.example\"\ninsecure = true", true)]
    [InlineData("[[registry]]\nlocation = \"lab.example\" # insecure = false\n'insecure' = true", true)]
    [InlineData("[[registry]]\nlocation = \"lab\\u002eexample\"\n\"in\\u0073ecure\" = true", true)]
    [InlineData("registry = [\n  { location = \"lab.example\", insecure = true },\n]", true)]
    [InlineData("registry = [{ location = \"x\", mirror = [{ location = \"lab.example\", insecure = true }] }]", true)]
    [InlineData("[[registry]]\nmirror = [{ location = \"lab.example\", insecure = true }]", true)]
    [InlineData("registries.insecure.registries = [\"https://lab.example/\"]", true)]
    [InlineData("[[registry]]\r\nlocation = \"lab.example\"\r\ninsecure = true\r\n", true)]
    [InlineData("\ufeff[[registry]]\nlocation = \"lab.example\"\ninsecure = true", true)]
    [InlineData("note = \"\"\"\n[[registry]]\nlocation = \"lab.example\"\ninsecure = true\n\"\"\"", false)]
    [InlineData("[[registry]]\nlocation = \"lab.example\"\n# insecure = true", false)]
    [InlineData("[registry]\nlocation = \"lab.example\"\ninsecure = true", false)]
    [InlineData("[[registry]]\nlocation = \"lab.example\"\n[registry.insecure]\ninsecure = true", false)]
    [InlineData("[[registry]]\nlocation = \"lab.example\"\nInsecure = true", false)]
    [InlineData("[[registry]]\nlocation = \"lab.example\"\ninsecure = 1", false)]
    public void It_is_read_as_toml(string content, bool expected)
    {
        using var folder = new TempFolder();
        folder.Write("etc/containers/registries.conf", content);
        Assert.Equal(expected, Find(folder).Contains("lab.example", "x"));
    }

    [Fact]
    public void A_file_that_is_broken_further_down_names_nothing_and_the_log_says_so()
    {
        using var folder = new TempFolder();
        var file = folder.Write("etc/containers/registries.conf",
            "[[registry]]\nlocation = \"lab.example\"\ninsecure = true\n[[registry\n");
        folder.Write("etc/containers/registries.conf.d/1.conf", "[[registry]]\nlocation = \"other.example\"\ninsecure = true\n");
        var log = new List<string>();
        var found = new InsecureRegistries(new RegistryOptions { SystemFolder = folder["etc"], Environment = _ => null, Log = log.Add });
        Assert.False(found.Contains("lab.example", "x"));
        Assert.True(found.Contains("other.example", "x"));
        Assert.Equal([$"{file} is no TOML, so it names no insecure registry"], log);
    }

    [Theory]
    [InlineData("etc/docker/daemon.json")]
    [InlineData("home/.docker/daemon.json")]
    [InlineData("home/.config/docker/daemon.json")]
    public void Daemon_json_of_docker_is_read(string file)
    {
        if (OperatingSystem.IsWindows() && file.StartsWith("etc", StringComparison.Ordinal))
            return;
        using var folder = new TempFolder();
        folder.Write(file,
            """{"insecure-registries": ["lab.example:5000", "https://url.example", "10.1.0.0/16", "fd00::/8", 5], "debug": true}""");
        var found = Find(folder);
        Assert.All(["lab.example:5000", "url.example", "10.1.2.3:5000", "10.1.255.255", "[fd00::1]:5000"],
            registry => Assert.True(found.Contains(registry, "x"), registry));
        Assert.All(["lab.example", "10.2.0.1", "10.1.example", "[fe00::1]"],
            registry => Assert.False(found.Contains(registry, "x"), registry));
    }

    [Fact]
    public void The_users_file_comes_in_place_of_the_machines_and_drop_ins_on_top()
    {
        using var folder = new TempFolder();
        folder.Write("etc/containers/registries.conf", Conf("machine.example"));
        folder.Write("etc/containers/registries.conf.d/10.conf", Conf("drop-in.example"));
        folder.Write("etc/containers/registries.conf.d/readme.txt", Conf("no-conf.example"));
        Assert.Equal([true, false, true, false], Contained(folder));
        folder.Write("home/.config/containers/registries.conf", Conf("user.example"));
        Assert.Equal([false, true, true, false], Contained(folder));
        Assert.Equal([false, false, true, false], Contained(folder, ("CONTAINERS_REGISTRIES_CONF", folder.Write("other.conf", ""))));
        Assert.Equal([true, false, true, false], Contained(folder, ("XDG_CONFIG_HOME", folder["none"])));

        static IEnumerable<bool> Contained(TempFolder folder, params (string, string)[] variables) =>
            new[] { "machine.example", "user.example", "drop-in.example",
                "no-conf.example" }.Select(name => Find(folder, variables).Contains(name, "x"));
        static string Conf(string name) => $"[[registry]]\nlocation = \"{name}\"\ninsecure = true\n";
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("[[registry")]
    [InlineData("[[registry]]\nlocation")]
    [InlineData("[[registry]]\nlocation =")]
    [InlineData("[[registry]]\nlocation = \"")]
    [InlineData("[[registry]]\nlocation = [\"a\", ")]
    [InlineData("[[registry]]\nlocation = { a = 1 }\ninsecure = true")]
    [InlineData("[[registry]]\ninsecure = true\nlocation = 5")]
    [InlineData("= = =\n,,,\n]]\n\"")]
    [InlineData("\0\u0001\u2028")]
    public void A_broken_file_names_nothing(string content)
    {
        using var folder = new TempFolder();
        folder.Write("etc/docker/daemon.json", content);
        folder.Write("etc/containers/registries.conf", content);
        Assert.False(Find(folder).Contains("lab.example", "x"));
    }

    [Fact]
    public void A_file_of_any_bytes_ends()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var bytes = TestImages.Noise(200, seed).Select(value => "[]=\"'#\n\\ ,atruefls.*"[value % 20]);
            ContainersRegistries.Insecure(string.Concat(bytes));
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{insecure=")]
    [InlineData("[[insecure]]\n")]
    [InlineData("insecure.")]
    [InlineData("\"\"\"\n")]
    public void A_file_of_the_greatest_size_ends(string part)
    {
        foreach (var start in new[] { "", "insecure = " })
            ContainersRegistries.Insecure(start + string.Concat(Enumerable.Repeat(part, 1024 * 1024 / part.Length)));
    }

    [Fact]
    public void What_is_passed_over_unread_would_name_nothing() => Law.Holds(Files, file =>
    {
        // The escape makes that the file is read.
        var read = ContainersRegistries.Insecure(file + "\n[last]\n\"\\t\" = 1\n");
        Assert.Equal(read ?? [], ContainersRegistries.Insecure(file) ?? []);
    }, times: 1000);

    [Fact]
    public void Nothing_is_read_that_was_not_asked_for() => Assert.Empty(new EngineFolders(new RegistryOptions()).DockerDaemonFiles);

    // Whole tables, mostly; the key stands in them as it is, with an escape, behind a text of several lines, or in a comment.
    private static Gen<string> Files => Gen.Elements(
        "[[registry]]\nlocation = \"a.example\"\ninsecure = true",
        "[[registry]]\nlocation = \"b.example\"\n# insecure = true",
        "[[registry]]\nlocation = \"#\"\n\"in\\u0073ecure\" = true",
        "[[registry]]\nlocation = \"c.example\"\nnote = \"\"\"\n# \"\"\"\ninsecure = true",
        "[[registry]]\nmirror = [{ location = \'\'\'\n#\'\'\', insecure = true }]",
        "[[registry]]\n  [[registry.mirror]]\n  location = 'm.example'\n  insecure=true",
        "[[registry]]\nlocation = 'd.example'", "[[\"#\"]]\nx = 1", "  # insecure", "", "\"\"\"").ListOf()
        .Select(parts => string.Join('\n', parts));

    private static InsecureRegistries Find(TempFolder folder, params (string Name, string Value)[] variables) => new(new RegistryOptions
    {
        SystemFolder = folder["etc"],
        Environment = name => variables.FirstOrDefault(variable => variable.Name == name).Value ?? (name == "HOME" ? folder["home"] : null),
    });
}
