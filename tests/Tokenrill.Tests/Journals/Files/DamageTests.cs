using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Tokenrill.Generations;
using Tokenrill.Journals.Files;
using Tokenrill.Logs;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>Whatever byte of a journal's files is wrong, and wherever they end: what is read is what was written, or less of it, and
/// the log says where the damage is.</summary>
public sealed partial class DamageTests : IAsyncLifetime
{
    // Thousands of small files: in memory, where there is such a folder.
    private static readonly string Root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private readonly FileStorage _storage = new(Durability.Batched);
    private readonly JournalScene _scene;
    private readonly Dictionary<string, IReadOnlyList<string>> _generations = [];
    private readonly Dictionary<string, string> _messages = [];
    private readonly List<string> _erased = [];

    public DamageTests() => _scene = new JournalScene(_storage);

    public async ValueTask InitializeAsync()
    {
        _scene.Options.Storage.SegmentBytes = 2500;
        await _scene.OpenAsync();
        await AddAsync(_scene.AnswerAsync(Requests.In("a", "q"), "one ", "two"));
        _erased.Add((await _scene.AnswerAsync(Requests.In("gone", "secret"), "secret")).Id);
        var (generation, call) = await _scene.Engine.StartCallAsync(Requests.In("b", "r"));
        call.Accept().Text("x");
        await _scene.FlushAsync();
        call.ToolCall(0, "i", "n", "{").Text("y");
        await _scene.FlushAsync();
        await _scene.DeleteAsync("gone");
        call.ToolCall(0, "", "", "}").Usage(1, 2).Finish();
        await AddAsync(generation.SettledAsync().ContinueWith(_ => generation, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default));
        await AddAsync(_scene.AnswerAsync(Requests.Prompt(), "alone"));
        foreach (var name in (string[])["a", "b"])
            foreach (var message in (await _scene.SessionAsync(name)).Messages(out _))
                _messages[message.Id] = $"{message}";
        await _scene.CloseAsync();
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task Any_byte_may_be_wrong()
    {
        var damages = _storage.Files.SelectMany(file => File.ReadAllBytes(file).Select((_, offset) => (File: file, Offset: offset)));

        await EachAsync(damages, static (bytes, offset) => [.. bytes[..offset], (byte)(bytes[offset] ^ (1 << (offset % 8))), .. bytes[(offset + 1)..]], EnsureToldAsync);
    }

    [Fact]
    public async Task Any_file_may_end_anywhere()
    {
        var damages = _storage.Files.SelectMany(file => Enumerable.Range(0, (int)new FileInfo(file).Length).Select(offset => (File: file, Offset: offset)));

        await EachAsync(damages, static (bytes, offset) => bytes[..offset], static (_, _, _) => Task.CompletedTask);
    }

    private async Task EachAsync(IEnumerable<(string File, int Offset)> damages, Func<byte[], int, byte[]> spoil, Func<CapturedLog, string, int, Task> ensure)
    {
        var files = _storage.Files.ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        var faults = new ConcurrentQueue<string>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(damages, parallel, async (damage, _) =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(Root, $"tokenrill-damage-{Guid.NewGuid():N}"));
            try
            {
                foreach (var (name, bytes) in files)
                    await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), name == Path.GetFileName(damage.File) ? spoil(bytes, damage.Offset) : bytes, CancellationToken.None);
                await EnsureSoundAsync(folder.FullName, log => ensure(log, Path.GetFileName(damage.File), damage.Offset));
            }
            catch (Exception exception)
            {
                faults.Enqueue($"{damage}: {exception.Message} {exception.StackTrace}");
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });

        faults.Count.ShouldBe(0, string.Join("\n", faults.Take(3)));
    }

    private async Task EnsureSoundAsync(string folder, Func<CapturedLog, Task> ensure)
    {
        var options = new TokenrillOptions { Storage = { Path = folder } };
        var (time, log) = (new FakeTime(), new CapturedLog());
        await using var journal = new FileJournal(options.Storage, time, log.For<FileJournal>(), new QuickDisk());
        using var engine = new TestEngine(options, time: time, journal: journal);
        await engine.Service.RecoverAsync(CancellationToken.None);
        foreach (var (id, original) in _generations)
            EnsureSound(await FindAsync(engine, id), original);
        foreach (var erased in _erased)
            (await FindAsync(engine, erased)).ShouldBeNull();
        foreach (var session in engine.Service.Sessions.List(TestEngine.Caller, null, 10, out _))
            await EnsureSoundAsync(engine, session.Id);
        await ensure(log);
    }

    private static void EnsureSound(Generation? generation, IReadOnlyList<string> original)
    {
        if (generation is null)
            return;
        var log = generation.Log;
        var events = SeenGeneration.Events(log);
        if (events.SequenceEqual(original))
        {
            generation.IsOver(log.LastSequence).ShouldBeTrue();
            return;
        }
        events.SkipLast(1).ShouldBe(original.Take(events.Count - 1));
        log[log.LastSequence].Kind.ShouldBe(EventKind.Interrupted);
        events.Count.ShouldBeLessThanOrEqualTo(original.Count);
    }

    private async Task EnsureSoundAsync(TestEngine engine, string id)
    {
        id.ShouldBeOneOf("a", "b");
        var session = await engine.Service.Sessions.FindAsync(TestEngine.Caller, id, CancellationToken.None);
        foreach (var message in session.Messages(out _))
            $"{message}".ShouldBe(_messages[message.Id]);
        var events = session.Log.After(null, out _);
        for (var i = 1; i < events.Count; i++)
            events[i].Sequence.ShouldBe(events[i - 1].Sequence + 1);
    }

    private static async Task<Generation?> FindAsync(TestEngine engine, string id)
    {
        try
        {
            return await engine.Service.FindAsync(id, TestEngine.Caller, CancellationToken.None);
        }
        catch (TokenrillException exception) when (exception.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }

    private static Task EnsureToldAsync(CapturedLog log, string file, int offset)
    {
        log.Lines.SelectMany(line => Told().Matches(line)).ShouldContain(told =>
            told.Groups["file"].Value == file
            && NumberOf(told, "offset") <= offset
            && offset < NumberOf(told, "offset") + NumberOf(told, "bytes"));
        return Task.CompletedTask;
    }

    private static long NumberOf(Match told, string group) => long.Parse(told.Groups[group].Value, CultureInfo.InvariantCulture);

    private async Task AddAsync(Task<Generation> ending)
    {
        var generation = await ending;
        _generations[generation.Id] = SeenGeneration.Events(generation.Log);
    }

    [GeneratedRegex(@"Journal: (?<file>\S+) (?:is damaged at|ends in the middle of a record, as a crash leaves it: cut at) (?<offset>\d+), (?<bytes>\d+) bytes")]
    private static partial Regex Told();
}
