using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddHealthChecks();
builder.Services.ConfigureHttpJsonOptions(options =>
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, HelloJsonContext.Default));

var app = builder.Build();

app.MapGet("/", () => new Hello(
    "Hello from MultiStage.Sdk",
    Environment.UserName,
    Native.UserId,
    RuntimeInformation.FrameworkDescription));

app.MapGet("/env/{name}", Results<Ok<string>, NotFound> (string name) =>
    Environment.GetEnvironmentVariable(name) is { } value ? TypedResults.Ok(value) : TypedResults.NotFound());

app.MapHealthChecks("/healthz");

app.Run();

internal sealed record Hello(string Message, string User, uint? Uid, string Framework);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(string))]
internal sealed partial class HelloJsonContext : JsonSerializerContext;

internal static class Native
{
    public static uint? UserId => OperatingSystem.IsWindows() ? null : GetEffectiveUserId();

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUserId();
}
