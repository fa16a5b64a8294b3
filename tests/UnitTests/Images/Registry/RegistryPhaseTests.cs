using System.Collections.Concurrent;
using System.Text;
using MultiStage.Images;

namespace MultiStage.UnitTests.Images;

/// <summary>
/// One publish (token, base image, upload, manifest, tag) against a registry that fails at each of its requests in turn and
/// in each way: it ends in the right image or in one coded error, soon, and no name ever points to anything else.
/// </summary>
public class RegistryPhaseTests
{
    private static readonly byte[] BaseLayer = TestImages.Noise(60_000, seed: 21);
    private static readonly byte[] OwnLayer = TestImages.Noise(80_000, seed: 22);

    // What passes must not be seen by the user when it happens once.
    private static readonly string[] Passing = ["drop", "half a head", "429", "500", "503", "truncated", "silence", "upload cut"];
    private static readonly string[] Wrong = ["corrupt", "too short", "too long", "no headers", "something else", "redirect", "404",
        "403", "401"];

    public static TheoryData<string, bool> Faults =>
        new([.. Passing.Concat(Wrong).SelectMany(fault => new[] { (fault, false), (fault, true) })]);

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_request_may_fail(string fault, bool forever)
    {
        int requests;
        Digest expected;
        using (var bench = NewBench())
        {
            expected = await PublishAsync(bench);
            requests = bench.Registry.Server.Requests.Count;
        }
        Assert.InRange(requests, 12, 40);

        var outcomes = new ConcurrentBag<string>();
        // Silence costs only time, so all of them wait together.
        await Parallel.ForAsync(0, requests,
            new ParallelOptions { MaxDegreeOfParallelism = fault == "silence" ? requests : 4,
                CancellationToken = TestContext.Current.CancellationToken }, async (number, _) =>
        {
            using var bench = NewBench();
            using var elsewhere = new FaultServer(_ => FakeResponse.Text(200, "hello"));
            Spoil(bench, elsewhere, fault, number, forever);
            var outcome = "right";
            try
            {
                Assert.Equal(expected,
                    await PublishAsync(bench).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
                Assert.True(bench.Registry.Manifests.ContainsKey("app:1"));
            }
            catch (ImageException e)
            {
                outcome = e.Code;
                Assert.Matches("^MST4[0-9]{3}$", e.Code);
                Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
            }
            outcomes.Add(outcome);
            CheckRegistry(bench, expected);
            Assert.DoesNotContain(elsewhere.Requests,
                request => request.Header("Authorization") is not null || request.Method is not ("GET" or "HEAD"));
            if (!forever && Passing.Contains(fault))
                Assert.True(outcome == "right", $"{outcome} at request {number}: {bench.Registry.Log[number]}");
        });
        Assert.Equal(requests, outcomes.Count);
    }

    // Whatever happened: every name leads to the whole right image or to nothing.
    private static void CheckRegistry(Bench bench, Digest expected)
    {
        foreach (var (name, (content, _)) in bench.Registry.Manifests.Where(pair => pair.Key.StartsWith("app:", StringComparison.Ordinal)))
        {
            Assert.Equal(expected, Digest.Of(content));
            var manifest = ManifestReader.ReadManifest(content, MediaTypes.OciManifest, ImageLimits.Default, name);
            Assert.All(manifest.Layers.Append(manifest.Config),
                blob => Assert.True(bench.Registry.Blobs.ContainsKey("app@" + blob.Digest), $"{name} lacks {blob.Digest}"));
        }
        Assert.All(bench.Registry.Blobs, pair => Assert.EndsWith("@" + Digest.Of(pair.Value), pair.Key, StringComparison.Ordinal));
    }

    private static void Spoil(Bench bench, FaultServer elsewhere, string fault, int number, bool forever)
    {
        var server = bench.Registry.Server;
        var count = -1;
        string? victim = null;
        bool Hit(string method, string target)
        {
            var own = Interlocked.Increment(ref count);
            var kind = method + " " + target.Split('?')[0].Split("/uploads/")[0];
            if (own == number)
                victim = kind;
            return own == number || (forever && kind == victim);
        }

        if (fault == "upload cut")
        {
            server.CutBody = (method, target) => Hit(method, target) ? 7 : null;
            return;
        }
        var inner = server.Handler;
        server.Handler = request => Hit(request.Method, request.Target) ? Spoiled(fault, request, inner, elsewhere) : inner(request);
    }

    private static FakeResponse Spoiled(string fault, FakeRequest request, Func<FakeRequest, FakeResponse> inner, FaultServer elsewhere)
    {
        if (int.TryParse(fault, out var status))
            return FakeRegistry.Error(status, "X", "as the test wants");
        if (fault is "drop" or "silence" or "redirect" or "something else" or "half a head")
        {
            return fault switch
            {
                "drop" => new FakeResponse(200) { Drop = true },
                "silence" => new FakeResponse(200) { Hang = true },
                "redirect" => new FakeResponse(307, null, ("Location", $"http://{elsewhere.OtherHost}/elsewhere")),
                "half a head" => new FakeResponse(200) { Raw = "HTTP/1.1 200 O"u8.ToArray() },
                _ => FakeResponse.Text(200, "<html>hello</html>"),
            };
        }
        var answer = inner(request);
        var body = answer.Body ?? [];
        return fault switch
        {
            "truncated" => answer with { CutAfter = body.Length / 2, Drop = body.Length == 0 },
            "corrupt" =>
                answer with { Body = body.Length == 0
                    ? null
                    : [.. body[..(body.Length / 2)], (byte)(body[body.Length / 2] ^ 4), .. body[((body.Length / 2) + 1)..]] },
            "too short" => answer with { Body = body.Length == 0 ? null : body[..^1] },
            "too long" => answer with { Body = [.. body, 32] },
            _ => answer with { Headers = [] },
        };
    }

    private static async Task<Digest> PublishAsync(Bench bench)
    {
        var layer = await new LayerWriter(bench.Store).WriteAsync([LayerEntry.File("app/x", OwnLayer)], new LayerOptions(),
            TestContext.Current.CancellationToken);
        var image = ImageBuilder.Build(await bench.ResolveAsync("base:1"), [(layer.Layer, new LayerHistory("x"))], TestImages.NoChanges);
        return (await ImageDestination.PushAsync(bench.Client, ImageSet.Of(image), bench.Reference("app"), ["1"],
            TestContext.Current.CancellationToken)).Digest;
    }

    private static Bench NewBench()
    {
        var bench = new Bench();
        bench.Options = bench.Options with
        {
            Parallelism = 1,
            ConnectTimeout = TimeSpan.FromSeconds(0.4),
            ResponseTimeout = TimeSpan.FromSeconds(0.4),
            IdleTimeout = TimeSpan.FromSeconds(0.8),
            Attempts = 4,
        };
        bench.LogIn("user", "secret-password");
        bench.Registry.AllowMount = false;
        bench.Registry.AddImage("base", "1", layers: BaseLayer);
        bench.Registry.Guard = request => request switch
        {
            { Path: "/token" } => FakeResponse.Text(200, """{"token":"secret-token"}"""),
            { Path: "/v2/" } => null,
            _ when request.Header("Authorization") == "Bearer secret-token" => null,
            _ => new FakeResponse(401, Encoding.UTF8.GetBytes("{}"),
                ("WWW-Authenticate", $"Bearer realm=\"http://{bench.Registry.Host}/token\",service=\"x\"")),
        };
        return bench;
    }
}
