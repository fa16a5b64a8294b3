using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(options =>
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, TinyJsonContext.Default));

var app = builder.Build();
var notes = new ConcurrentDictionary<int, Note>();
notes[1] = new Note(1, "This image has no base.");

app.MapGet("/", () => new About("tiny", Environment.UserName, Environment.WorkingSet));

app.MapGet("/notes", () => notes.Values.OrderBy(note => note.Id).ToArray());

app.MapGet("/notes/{id:int}", Results<Ok<Note>, NotFound> (int id) =>
    notes.TryGetValue(id, out var note) ? TypedResults.Ok(note) : TypedResults.NotFound());

app.MapPut("/notes/{id:int}", Ok<Note> (int id, NewNote note) =>
    TypedResults.Ok(notes[id] = new Note(id, note.Text)));

app.Run();

internal sealed record About(string Name, string User, long WorkingSet);

internal sealed record Note(int Id, string Text);

internal sealed record NewNote(string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(About))]
[JsonSerializable(typeof(Note[]))]
[JsonSerializable(typeof(NewNote))]
internal sealed partial class TinyJsonContext : JsonSerializerContext;
