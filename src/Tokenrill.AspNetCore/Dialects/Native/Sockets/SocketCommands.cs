using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.Native.Sockets;

/// <summary>Does what a client's message says.</summary>
internal sealed class SocketCommands(HttpContext context, GenerationService generations, CallerRateLimit calls, SocketReaders readers)
{
    /// <summary>Does it.</summary>
    /// <exception cref="TokenrillException">It makes no sense, or is not the caller's to do.</exception>
    public Task RunAsync(ReadOnlySpan<byte> message, CancellationToken cancellationToken)
    {
        switch (TypeOf(message))
        {
            case "start":
                return StartAsync(JsonBody.Parse(message, NativeRequestJson.Default.StartMessage, GenerationBodyReader.IsKeyed), cancellationToken);
            case "read":
                return ReadAsync(JsonBody.Parse(message, NativeRequestJson.Default.ReadMessage, static _ => false).Value, cancellationToken);
            case "stop":
                return StopAsync(JsonBody.Parse(message, NativeRequestJson.Default.StopMessage, static _ => false).Value, cancellationToken);
            default:
                throw TokenrillException.Invalid("type", "must be start, read or stop");
        }
    }

    private async Task StartAsync(JsonBody<StartMessage> message, CancellationToken cancellationToken)
    {
        EnsureMayAct();
        calls.Count(context.Caller().Name);
        readers.EnsureRoom();
        var request = GenerationBodyReader.Read(new JsonBody<GenerationBody>(message.Value, message.Digest));
        var started = await generations.StartAsync(request, context.Caller(), withReader: true, cancellationToken);
        await readers.FollowAsync(started.Generation, started.Reader!);
    }

    private async Task ReadAsync(ReadMessage message, CancellationToken cancellationToken)
    {
        // What a read token does not open looks like what is not there.
        if (context.ReadsOnly() is { } only && only != message.Generation)
            throw new TokenrillException(ErrorCode.NotFound, "There is no such generation, or it is no longer kept.") { Field = "generation" };
        readers.EnsureRoom();
        var generation = await generations.FindAsync(message.Generation, context.Caller(), cancellationToken);
        await readers.FollowAsync(generation, generation.Attach(message.After));
    }

    private async Task StopAsync(StopMessage message, CancellationToken cancellationToken)
    {
        EnsureMayAct();
        var id = message.Generation ?? readers.Latest ?? throw TokenrillException.Invalid("generation", "is required: this socket has taken up none");
        (await generations.FindAsync(id, context.Caller(), cancellationToken)).Stop();
    }

    private void EnsureMayAct()
    {
        if (context.ReadsOnly() is not null)
            throw new TokenrillException(ErrorCode.Forbidden, "A read token only reads.");
    }

    private static string TypeOf(ReadOnlySpan<byte> message)
    {
        var document = JsonBody.Parse(message, SocketMessageJson.Default.JsonElement, static _ => false).Value;
        return document.ValueKind == JsonValueKind.Object && new JsonField(document, "message").Find("type") is { Value.ValueKind: JsonValueKind.String } type ? type.Text() : "";
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
internal sealed partial class SocketMessageJson : System.Text.Json.Serialization.JsonSerializerContext;
