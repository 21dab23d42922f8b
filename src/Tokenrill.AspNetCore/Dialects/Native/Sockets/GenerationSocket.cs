using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.Native.Sockets;

/// <summary>One WebSocket: starts, reads and stops any number of its caller's generations until the client leaves or the
/// server does. Losing it is losing one reader of everything it read.</summary>
internal sealed partial class GenerationSocket : IDisposable
{
    /// <summary>How long a client may take to take its leave.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly HttpContext _context;
    private readonly WebSocket _socket;
    private readonly SocketFrames _frames;
    private readonly SocketReaders _readers;
    private readonly SocketInbox _inbox;
    private readonly SocketCommands _commands;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Task _running = Task.CompletedTask;

    private GenerationSocket(HttpContext context, WebSocket socket)
    {
        var services = context.RequestServices;
        var generations = services.GetRequiredService<GenerationService>();
        _context = context;
        _socket = socket;
        _frames = new SocketFrames(socket, context.RequestAborted);
        _readers = new SocketReaders(_frames);
        _inbox = new SocketInbox(socket, generations.Options.Limits.RequestBytes);
        _commands = new SocketCommands(context, generations, services.GetRequiredService<CallerRateLimit>(), _readers);
        _time = services.GetRequiredService<TimeProvider>();
        _logger = services.GetRequiredService<ILogger<GenerationSocket>>();
    }

    /// <summary>Serves a socket, until it ends.</summary>
    /// <param name="context">The request to upgrade.</param>
    /// <param name="generation">What it reads from the beginning, if anything.</param>
    /// <param name="after">Behind which event.</param>
    public static async Task HandleAsync(HttpContext context, Generation? generation = null, int after = 0)
    {
        // Attached before the upgrade: a wrong cursor is still a status.
        using var reader = generation?.Attach(after);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var self = new GenerationSocket(context, socket);
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await using var registration = stopping.UnsafeRegister(static state => _ = ((GenerationSocket)state!).LeaveAsync(), self);
        if (reader is not null)
            await self._readers.FollowAsync(generation!, reader);
        await self.ServeAsync();
    }

    public void Dispose() => _frames.Dispose();

    private async Task ServeAsync()
    {
        WebSocketCloseStatus? status = null;
        try
        {
            while (await _inbox.ReceiveAsync(_context.RequestAborted) is { } message)
                await RunAsync(message);
            status = WebSocketCloseStatus.NormalClosure;
        }
        catch (TokenrillException exception)
        {
            await _frames.SendAsync(RequestError.From(exception));
            status = exception.Code == ErrorCode.RequestTooLarge ? WebSocketCloseStatus.MessageTooBig : WebSocketCloseStatus.InvalidMessageType;
        }
        catch (Exception exception) when (SocketFaults.IsLoss(exception))
        {
            // Lost, not closed: there is nobody to take leave of.
        }
        finally
        {
            _readers.Cancel();
            await CloseAsync(status);
            await _readers.Finished;
            _served.TrySetResult();
        }
    }

    /// <summary>One message; what is wrong with it is said and the socket goes on.</summary>
    private async Task RunAsync(ReadOnlyMemory<byte> message)
    {
        // Before it begins: what it starts may run, and the server go away, before it is read here.
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running = running.Task;
        try
        {
            await _commands.RunAsync(message.Span, _context.RequestAborted);
        }
        catch (Exception exception) when (!SocketFaults.IsLoss(exception))
        {
            var error = RequestError.From(exception);
            if (error.Status >= StatusCodes.Status500InternalServerError)
                LogFailed(error.Error.Id, error.Error.Code.Info().Name, exception);
            await _frames.SendAsync(error);
        }
        finally
        {
            running.SetResult();
        }
    }

    /// <summary>The server goes away: the readers say how their generations ended, then the socket closes.</summary>
    private async Task LeaveAsync()
    {
        try
        {
            await FinishedAsync().WaitAsync(Farewell, _time, CancellationToken.None);
            await _frames.CloseAsync(WebSocketCloseStatus.EndpointUnavailable);
            await _served.Task.WaitAsync(Farewell, _time, CancellationToken.None);
        }
        catch (Exception exception) when (exception is TimeoutException || SocketFaults.IsLoss(exception))
        {
            _socket.Abort();
        }
    }

    /// <summary>What the last message has started is read, and whatever is read is read to its end.</summary>
    private async Task FinishedAsync()
    {
        await _running;
        await _readers.Finished;
    }

    private async Task CloseAsync(WebSocketCloseStatus? status)
    {
        try
        {
            if (status is { } reason)
                await _frames.CloseAsync(reason).WaitAsync(Farewell, _time, CancellationToken.None);
            else
                _socket.Abort();
        }
        catch (Exception exception) when (exception is TimeoutException || SocketFaults.IsLoss(exception))
        {
            // Unblocks whoever still sends to a client that does not read.
            _socket.Abort();
        }
    }

    [LoggerMessage(110, LogLevel.Error, "{Error} {Code} on a socket")]
    private partial void LogFailed(string error, string code, Exception exception);
}
