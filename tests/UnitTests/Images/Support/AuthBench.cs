using System.Globalization;
using System.Text;

namespace MultiStage.UnitTests.Images;

/// <summary>Registries that ask who is there.</summary>
internal static class AuthBench
{
    public const string User = "builder";
    public const string Password = "S3cret-Pass+word/=";

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Bench WithBasic()
    {
        var bench = new Bench();
        bench.Registry.AddImage("base", "1", layers: TestImages.Noise(1000));
        var right = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(User + ":" + Password));
        bench.Registry.Guard = request => request.Path == "/v2/" || request.Header("Authorization") == right ? null
            : FakeRegistry.Error(401, "UNAUTHORIZED", "log in", ("WWW-Authenticate", "Basic realm=\"the registry\""));
        return bench;
    }

    public static Bench WithBearer(out FakeTokens tokens)
    {
        var bench = new Bench();
        bench.Registry.AddImage("base", "1", layers: TestImages.Noise(1000));
        var service = new FakeTokens();
        bench.Registry.Guard = request => request.Path == "/v2/" || request.Header("Authorization") == "Bearer " + service.Valid ? null
            : FakeRegistry.Error(401, "UNAUTHORIZED", "log in",
                ("WWW-Authenticate", $"Bearer realm=\"http://{service.Server.Host}/token\",service=\"the registry\""));
        tokens = service;
        return bench;
    }

    public sealed class FakeTokens
    {
        private int number;

        public FakeTokens() => Server = new FaultServer(_ =>
        {
            var answer = Answer(Interlocked.Increment(ref number));
            return answer;
        });

        public FaultServer Server { get; }

        /// <summary>The token that the registry takes; by default the last one given.</summary>
        public string? Valid { get => field ?? "token-" + number.ToString(CultureInfo.InvariantCulture); set; }

        public Func<int,
            FakeResponse> Answer { get; set; } = number => FakeResponse.Text(200, $$"""{"token":"token-{{number}}","expires_in":300}""");
    }
}
