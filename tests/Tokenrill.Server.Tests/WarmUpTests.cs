using Tokenrill.Options;
using Tokenrill.Server.Hosting.Warming;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests;

public sealed class WarmUpTests : IDisposable
{
    private const string Folders = "tokenrill-warm-up-*";

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("tokenrill-tests-");

    public void Dispose() => _temporary.Delete(recursive: true);

    [Fact]
    public async Task What_it_stores_is_gone_with_the_server_if_not_before()
    {
        var begun = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(_temporary.FullName, Folders);
        watcher.Created += (_, file) => begun.TrySetResult(file.FullPath);
        watcher.EnableRaisingEvents = true;
        await using var server = ServerProcess.Start(("Tokenrill__WarmUp", "true"), ("TMPDIR", _temporary.FullName));
        await server.Address;
        await begun.Task.InTime();
        await server.SignalAsync("TERM");
        (await server.EndAsync()).ExitCode.ShouldBe(0);

        _temporary.EnumerateDirectories(Folders).ShouldBeEmpty();
    }

    [Fact]
    public void It_stores_nothing_where_the_server_does_not()
    {
        using var storage = new WarmUpStorage(StorageKind.Memory);

        storage.Options.Kind.ShouldBe(StorageKind.Memory);
    }
}
