using System.Globalization;

namespace Tokenrill.Rig.Soaking;

/// <summary>One of many readers: starts a generation, does something with it that readers do, starts the next.</summary>
internal sealed class SoakReader(SoakClient client, SoakCounts counts, int seed)
{
    private static readonly TimeSpan AfterBreak = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(seed);

    /// <summary>Until it is told to wind up; what it has begun by then it ends.</summary>
    public async Task RunAsync(CancellationToken windUp, CancellationToken cancellationToken)
    {
        while (!windUp.IsCancellationRequested)
        {
            try
            {
                await LiveOneAsync(cancellationToken);
            }
            catch (SoakException fault)
            {
                counts.Error(fault.Message);
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                counts.Error($"{fault.GetType().Name}: {(fault.InnerException ?? fault).Message}");
                await Task.Delay(AfterBreak, TimeProvider.System, cancellationToken);
            }
        }
    }

    private Task LiveOneAsync(CancellationToken cancellationToken) => _random.Next(100) switch
    {
        < 35 => ReadAsync(cancellationToken),
        < 65 => LeaveAndResumeAsync(cancellationToken),
        < 80 => StopAsync(cancellationToken),
        < 90 => JoinAsync(cancellationToken),
        _ => AbandonAsync(cancellationToken),
    };

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var stream = await StartAsync(cancelWhenLost: false, cancellationToken);
        counts.Count("events", await stream.ReadToEndAsync());
        Expect(stream, "completed");
    }

    private async Task LeaveAndResumeAsync(CancellationToken cancellationToken)
    {
        var stream = await StartAsync(cancelWhenLost: false, cancellationToken);
        while (true)
        {
            await using (stream)
            {
                counts.Count("events", await stream.ReadAsync(Some()));
                if (stream.Terminal is not null)
                {
                    Expect(stream, "completed");
                    return;
                }
            }
            await Task.Delay(TimeSpan.FromSeconds(3 * _random.NextDouble()), TimeProvider.System, cancellationToken);
            counts.Count("resumed");
            stream = await client.ResumeAsync(stream.Generation, stream.Position, cancellationToken)
                ?? throw new SoakException("a log was over for a reader that has not read its terminal event");
        }
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var stream = await StartAsync(cancelWhenLost: false, cancellationToken);
        counts.Count("events", await stream.ReadAsync(Some()));
        if (stream.Terminal is null)
        {
            counts.Count("stopped");
            await client.StopAsync(stream.Generation, cancellationToken);
            counts.Count("events", await stream.ReadToEndAsync());
        }
        Expect(stream, "cancelled", "completed");
    }

    /// <summary>A second reader reads the same from the beginning, and both come to the same end.</summary>
    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        await using var first = await StartAsync(cancelWhenLost: false, cancellationToken);
        counts.Count("events", await first.ReadAsync(Some()));
        counts.Count("joined");
        await using var second = await client.ResumeAsync(first.Generation, 0, cancellationToken) ?? throw new SoakException("a log from its beginning answered 204");
        var read = await Task.WhenAll(second.ReadToEndAsync(), first.ReadToEndAsync());
        counts.Count("events", read.Sum());
        Expect(first, "completed");
        if (second.Terminal != first.Terminal || second.Position != first.Position)
            throw new SoakException("two readers of one generation saw different ends");
    }

    private async Task AbandonAsync(CancellationToken cancellationToken)
    {
        await using var stream = await StartAsync(cancelWhenLost: true, cancellationToken);
        counts.Count("events", await stream.ReadAsync(Some()));
        counts.Count("abandoned");
    }

    private Task<EventStream> StartAsync(bool cancelWhenLost, CancellationToken cancellationToken)
    {
        counts.Count("started");
        var words = string.Create(CultureInfo.InvariantCulture, $"tokens={_random.Next(5, 150)} rate=5 ttft={_random.Next(500)}");
        return client.StartAsync(words, cancelWhenLost, cancellationToken);
    }

    private int Some() => _random.Next(1, 40);

    private void Expect(EventStream stream, params ReadOnlySpan<string> terminals)
    {
        if (!terminals.Contains(stream.Terminal))
            throw new SoakException($"a generation ended as {stream.Terminal}");
        counts.Count("ended");
    }
}
