using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Native.Sockets;

/// <summary>What one socket reads: any number of generations, each with a reader of its own.</summary>
internal sealed class SocketReaders(SocketFrames frames)
{
    /// <summary>How many generations one socket may follow at once.</summary>
    private const int Most = 64;

    private readonly ConcurrentDictionary<string, (LogReader Reader, Task Reading)> _readers = new(StringComparer.Ordinal);

    /// <summary>The generation taken up last, for messages that name none.</summary>
    public string? Latest { get; private set; }

    /// <summary>Completes when nothing that is followed now has anything left to say.</summary>
    public Task Finished => Task.WhenAll(_readers.Values.Select(reader => reader.Reading));

    /// <summary>Refuses when the socket follows as much as it may.</summary>
    /// <exception cref="TokenrillException">It does.</exception>
    public void EnsureRoom()
    {
        foreach (var reader in _readers.Where(static reader => reader.Value.Reading.IsCompleted))
            _readers.TryRemove(reader);
        if (_readers.Count >= Most)
            throw new TokenrillException(ErrorCode.RateLimited, $"A socket follows at most {Most} generations at once.");
    }

    /// <summary>Follows a generation with this reader, which it takes over; instead of the reader it had, if it had one.</summary>
    public async Task FollowAsync(Generation generation, LogReader reader)
    {
        if (_readers.TryRemove(generation.Id, out var before))
        {
            before.Reader.Cancel();
            await before.Reading;
        }
        Latest = generation.Id;
        _readers[generation.Id] = (reader, ReadAsync(reader, Encoding.UTF8.GetBytes(generation.Id)));
    }

    /// <summary>Nobody is there to read any more.</summary>
    public void Cancel()
    {
        foreach (var (reader, _) in _readers.Values)
            reader.Cancel();
    }

    private async Task ReadAsync(LogReader reader, byte[] generation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            while (!await frames.SendAsync(reader, generation, buffer) && !reader.IsCancelled)
                await reader.WaitAsync();
        }
        catch (Exception exception) when (SocketFaults.IsLoss(exception))
        {
            // The client is gone; the receiving loop learns so by itself.
        }
        finally
        {
            reader.Dispose();
        }
    }
}
