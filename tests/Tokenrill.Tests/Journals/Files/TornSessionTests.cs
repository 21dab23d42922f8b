using Tokenrill.Generations;
using Tokenrill.Journals.Files;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>A generation is written before its session learns of it. What becomes of one whose session does not know it depends on why.</summary>
public sealed class TornSessionTests : IAsyncLifetime
{
    private readonly FileStorage _storage = new(Durability.Batched);
    private readonly JournalScene _scene;
    private Generation _running = null!;

    public TornSessionTests() => _scene = new JournalScene(_storage);

    private string SessionFile => _storage.Files.Last(file => Path.GetFileName(file).StartsWith("sessions", StringComparison.Ordinal));

    public async ValueTask InitializeAsync()
    {
        // So small that each round begins a file.
        _scene.Options.Storage.SegmentBytes = 64;
        await _scene.OpenAsync();
        await _scene.AnswerAsync(Requests.In("s", "first"), "one");
        await _scene.FlushAsync();
        (_running, var call) = await _scene.Engine.StartCallAsync(Requests.In("s", "second"));
        call.Accept().Text("x");
        await _scene.FlushAsync();
        _scene.Abandon();
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task A_process_that_died_while_it_wrote_its_session_has_lost_it()
    {
        await using (var file = File.OpenWrite(SessionFile))
            file.SetLength(file.Length - 1);

        await _scene.OpenAsync();

        await EnsureLostAsync();
    }

    [Fact]
    public async Task A_process_that_died_when_it_had_begun_a_file_for_its_session_has_lost_it()
    {
        await using (var file = File.OpenWrite(SessionFile))
            file.SetLength(SegmentHeader.Bytes / 2);

        await _scene.OpenAsync();

        await EnsureLostAsync();
    }

    [Fact]
    public async Task A_disk_that_spoils_its_session_has_not_lost_it()
    {
        var bytes = await File.ReadAllBytesAsync(SessionFile, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(SessionFile, bytes, TestContext.Current.CancellationToken);

        await _scene.OpenAsync();

        (await _scene.FindAsync(_running.Id)).Status.ShouldBe(GenerationStatus.Interrupted);
        (await _scene.SessionAsync("s")).Messages(out _).ShouldNotContain(message => message.Generation == _running.Id);
    }

    private async Task EnsureLostAsync()
    {
        (await _scene.RefusalAsync(_running.Id)).ShouldBe(ErrorCode.NotFound);
        (await _scene.SessionAsync("s")).Messages(out _).ShouldNotContain(message => message.Generation == _running.Id);
    }
}
