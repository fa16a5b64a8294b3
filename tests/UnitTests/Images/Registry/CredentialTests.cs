using System.Text;
using MultiStage.Diagnostics;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

public class CredentialTests
{
    private static string Auth(string user, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":" + password));

    [Theory]
    [InlineData("ghcr.io", "o/app", "{'auths':{'ghcr.io':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("ghcr.io", "o/app", "{'auths':{'https://ghcr.io/v1/':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("ghcr.io", "o/app", "{'auths':{'https://ghcr.io':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("ghcr.io", "o/app", "{'auths':{'GHCR.io':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("ghcr.io", "o/app", "{'auths':{'ghcr.io':{'username':'u','password':'p'}}}", "u", "p")]
    [InlineData("ghcr.io", "o/app", "{'auths':{'ghcr.io':{'auth':'dTpwOnE='}}}", "u", "p:q")]
    [InlineData("ghcr.io", "o/app", "{'auths':{'ghcr.io/o/app':{'auth':'dTpw'},'ghcr.io':{'auth':'eDp5'}}}", "u", "p")]
    [InlineData("ghcr.io", "o/app", "{'auths':{'ghcr.io':{'auth':'eDp5'},'ghcr.io/o':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("ghcr.io", "other/app", "{'auths':{'ghcr.io':{'auth':'eDp5'},'ghcr.io/o':{'auth':'dTpw'}}}", "x", "y")]
    [InlineData("docker.io", "library/x", "{'auths':{'https://index.docker.io/v1/':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("docker.io", "library/x", "{'auths':{'docker.io':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("docker.io", "library/x", "{'auths':{'index.docker.io':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("localhost:5000", "app", "{'auths':{'localhost:5000':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("localhost:5000", "app", "{'auths':{'http://localhost:5000':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("localhost:5000", "app", "{'auths':{'localhost':{'auth':'dTpw'}}}", null, null)]
    [InlineData("localhost:5000", "app", "{'auths':{'localhost:5001':{'auth':'dTpw'}}}", null, null)]
    [InlineData("ghcr.io", "o/app", "{'auths':{'evil-ghcr.io':{'auth':'dTpw'}}}", null, null)]
    [InlineData("ghcr.io", "o/app", "{'auths':{'ghcr.io.evil':{'auth':'dTpw'}}}", null, null)]
    [InlineData("ghcr.io", "o/app", "{'auths':{'ghcr.io':{}}}", null, null)]
    [InlineData("ghcr.io", "o/app", "{'auths':{}}", null, null)]
    [InlineData("ghcr.io", "o/app", "{'auths':null}", null, null)]
    [InlineData("ghcr.io", "o/app", "{}", null, null)]
    [InlineData("ghcr.io", "o/app", "", null, null)]
    [InlineData("ghcr.io", "o/app", "  \n", null, null)]
    [InlineData("ghcr.io", "o/app", "\uFEFF{'auths':{'ghcr.io':{'auth':'dTpw'}}}", "u", "p")]
    [InlineData("ghcr.io", "o/app",
        "{'auths':{'ghcr.io':{'auth':'','username':'u','password':'p'}},'HttpHeaders':{},'detachKeys':'x'}", "u", "p")]
    public void Reads_auth_files(string registry, string repository, string json, string? user, string? password)
    {
        var file = AuthFile.Parse(Encoding.UTF8.GetBytes(json.Replace('\'', '"')), "test");
        var found = file.Find(registry, repository);
        Assert.Equal((user, password), (found?.User, found?.Password));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{'auths':{},'auths':{}}")]
    [InlineData("{'auths':{'r.io':{'auth':'%%%'}}}")]
    [InlineData("{'auths':{'r.io':{'auth':'bm9jb2xvbg=='}}}")]
    public void A_broken_auth_file_is_one_error_without_its_content(string json)
    {
        var error = Errors.Throws(ImageDiagnostics.InvalidAuthFile,
            () => AuthFile.Parse(Encoding.UTF8.GetBytes(json.Replace('\'', '"')), "the file").Find("r.io", "x"));
        Assert.Contains("the file", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nocolon", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("bm9j", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'credsStore':'desktop'}", "r.io", "desktop")]
    [InlineData("{'credsStore':'desktop','credHelpers':{'r.io':'ecr-login'}}", "r.io", "ecr-login")]
    [InlineData("{'credsStore':'desktop','credHelpers':{'r.io':''}}", "r.io", null)]
    [InlineData("{'credHelpers':{'other.io':'x'}}", "r.io", null)]
    [InlineData("{'credHelpers':{'docker.io':'x'}}", "docker.io", "x")]
    [InlineData("{'credsStore':''}", "r.io", null)]
    [InlineData("{}", "r.io", null)]
    public void Finds_the_helper_for_a_registry(string json, string registry, string? helper) =>
        Assert.Equal(helper, AuthFile.Parse(Encoding.UTF8.GetBytes(json.Replace('\'', '"')), "test").HelperFor(registry));

    [Theory]
    [InlineData(nameof(RegistryRole.Push), "DOTNET_CONTAINER_PUSH_REGISTRY", "push")]
    [InlineData(nameof(RegistryRole.Pull), "DOTNET_CONTAINER_PULL_REGISTRY", "pull")]
    [InlineData(nameof(RegistryRole.Pull), "DOTNET_CONTAINER_REGISTRY", "pull")]
    [InlineData(nameof(RegistryRole.Push), "DOTNET_CONTAINER_REGISTRY", "push")]
    [InlineData(nameof(RegistryRole.Push), "SDK_CONTAINER_REGISTRY", "push")]
    public async Task Variables_of_the_SDK_are_read(string role, string prefix, string user)
    {
        var found = await FindAsync(Enum.Parse<RegistryRole>(role), (prefix + "_UNAME", user), (prefix + "_PWORD", "pw"));
        Assert.Equal((user, "pw"), (found?.User, found?.Password));
    }

    [Fact]
    public async Task Variables_of_a_role_win_over_common_ones_and_do_not_serve_the_other_role()
    {
        (string, string)[] variables =
        [
            ("DOTNET_CONTAINER_PUSH_REGISTRY_UNAME", "pusher"), ("DOTNET_CONTAINER_PUSH_REGISTRY_PWORD", "1"),
            ("DOTNET_CONTAINER_REGISTRY_UNAME", "common"), ("DOTNET_CONTAINER_REGISTRY_PWORD", "2"),
        ];
        Assert.Equal("pusher", (await FindAsync(RegistryRole.Push, variables))?.User);
        Assert.Equal("common", (await FindAsync(RegistryRole.Pull, variables))?.User);
        Assert.Null(await FindAsync(RegistryRole.Pull, variables[..2]));
        Assert.Null(await FindAsync(RegistryRole.Push, variables[0]));
    }

    [Fact]
    public async Task Files_are_searched_in_order()
    {
        using var folder = new TempFolder();
        var files = new[] { "explicit.json", "run/containers/auth.json", "conf/containers/auth.json", "docker/config.json" };
        for (var i = 0; i < files.Length; i++)
            folder.Write(files[i],
                """{"auths":{"r.io":{"auth":"AUTH"}}}""".Replace("AUTH", Auth("user" + i, "p"), StringComparison.Ordinal));
        (string, string)[] variables = [("REGISTRY_AUTH_FILE", folder["explicit.json"]), ("XDG_RUNTIME_DIR", folder["run"]),
            ("XDG_CONFIG_HOME", folder["conf"]), ("DOCKER_CONFIG", folder["docker"])];
        for (var i = 0; i < files.Length; i++)
        {
            Assert.Equal("user" + i, (await FindAsync(RegistryRole.Pull, variables))?.User);
            File.Delete(folder[files[i]]);
        }
        Assert.Null(await FindAsync(RegistryRole.Pull, variables));
    }

    [Fact]
    public void The_home_folder_is_the_last_place()
    {
        var options = new RegistryOptions { Environment = name => name == "HOME" ? "/h" : null };
        Assert.Equal([Path.Combine("/h", ".config", "containers", "auth.json"), Path.Combine("/h", ".docker", "config.json")],
            new CredentialLookup(options, new RegistrySecrets()).AuthFiles());
    }

    [Fact]
    public async Task A_file_that_does_not_know_the_registry_does_not_end_the_search()
    {
        using var folder = new TempFolder();
        folder.Write("run/containers/auth.json", """{"auths":{"other.io":{"auth":"eDp5"}}}""");
        folder.Write("docker/config.json", """{"auths":{"r.io":{"auth":"dTpw"}}}""");
        Assert.Equal("u",
            (await FindAsync(RegistryRole.Pull, ("XDG_RUNTIME_DIR", folder["run"]), ("DOCKER_CONFIG", folder["docker"])))?.User);
    }

    [Fact]
    public async Task A_helper_is_asked_and_its_token_user_means_an_identity_token()
    {
        using var folder = new TempFolder();
        folder.Write("config.json", """{"credsStore":"store","credHelpers":{"docker.io":"hub"}}""");
        var helper = new FakeHelper { Answer = ("<token>", "refresh") };
        var options = Options(("DOCKER_CONFIG", folder.Path));
        var found = await new CredentialLookup(options, new RegistrySecrets(), helper).FindAsync("r.io", "x", RegistryRole.Pull,
            TestContext.Current.CancellationToken);
        Assert.Equal(("refresh", "store r.io"), (found?.IdentityToken, helper.Asked));
        helper.Answer = ("u", "p");
        found = await new CredentialLookup(options, new RegistrySecrets(), helper).FindAsync("docker.io", "library/x", RegistryRole.Pull,
            TestContext.Current.CancellationToken);
        Assert.Equal(("u", "hub https://index.docker.io/v1/"), (found?.User, helper.Asked));
    }

    [Fact]
    public async Task A_helper_without_an_answer_leaves_the_file()
    {
        using var folder = new TempFolder();
        folder.Write("config.json", """{"credsStore":"store","auths":{"r.io":{"auth":"dTpw"}}}""");
        var found = await new CredentialLookup(Options(("DOCKER_CONFIG", folder.Path)), new RegistrySecrets(),
            new FakeHelper()).FindAsync("r.io", "x", RegistryRole.Pull, TestContext.Current.CancellationToken);
        Assert.Equal("u", found?.User);
    }

    [Fact]
    public void Credentials_and_tokens_do_not_print_themselves()
    {
        Assert.DoesNotContain("hunter2", new RegistryCredential("u", "hunter2", "hunter2", "a file").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", $"{new RegistryToken("hunter2", DateTimeOffset.MaxValue)}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("$(x)")]
    [InlineData("a;b")]
    public async Task A_helper_with_a_strange_name_is_not_run(string name) =>
        await Errors.ThrowsAsync(ImageDiagnostics.CredentialHelperFailed,
            () => new CredentialHelperProcess(new RegistryOptions()).GetAsync(name, "r.io", TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_helper_that_is_not_installed_is_one_error()
    {
        var error = await Errors.ThrowsAsync(ImageDiagnostics.CredentialHelperFailed,
            () => new CredentialHelperProcess(new RegistryOptions()).GetAsync("surely-not-installed", "r.io",
                TestContext.Current.CancellationToken));
        Assert.Contains("docker-credential-surely-not-installed", error.Message, StringComparison.Ordinal);
    }

    private static Task<RegistryCredential?> FindAsync(RegistryRole role, params (string Name, string Value)[] variables) =>
        new CredentialLookup(Options(variables), new RegistrySecrets(), new FakeHelper()).FindAsync("r.io", "x", role,
            TestContext.Current.CancellationToken);

    private static RegistryOptions Options(params (string Name, string Value)[] variables) =>
        new() { Environment = name => variables.FirstOrDefault(variable => variable.Name == name).Value };

    private sealed class FakeHelper : ICredentialHelper
    {
        public (string, string)? Answer { get; set; }

        public string? Asked { get; private set; }

        public Task<(string User, string Secret)?> GetAsync(string helper, string server, CancellationToken cancellationToken)
        {
            Asked = helper + " " + server;
            return Task.FromResult(Answer);
        }
    }
}
