using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

public sealed class DiskTests : IDisposable
{
    private readonly SegmentFolder _folder = new();
    private readonly Disk _disk = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_the_disk_refuses_is_told_in_one_way()
    {
        var path = Path.Combine(_folder.Path, "a");
        File.WriteAllText(path, "what is there");
        using var readOnly = File.OpenHandle(path);

        Should.Throw<IOException>(() => _disk.Create(path));
        Should.Throw<IOException>(() => _disk.Open(Path.Combine(_folder.Path, "b")));
        Should.Throw<IOException>(() => _disk.Write(readOnly, 0, "x"u8));
        Should.Throw<IOException>(() => _disk.Truncate(readOnly, 1));
        Should.Throw<IOException>(() => _disk.Rename(Path.Combine(_folder.Path, "b"), path));
        Should.Throw<IOException>(() => _disk.Delete(_folder.Path));
        File.ReadAllText(path).ShouldBe("what is there");
    }

    [Fact]
    public void A_folder_is_flushed_when_it_is_there()
    {
        Should.NotThrow(() => _disk.FlushFolder(_folder.Path));
        Should.Throw<IOException>(() => _disk.FlushFolder(Path.Combine(_folder.Path, "missing"))).Message.ShouldContain("missing");
    }

    [Fact]
    public void What_is_not_there_is_deleted_already()
    {
        Should.NotThrow(() => _disk.Delete(Path.Combine(_folder.Path, "missing")));
        Should.NotThrow(() => _disk.Delete(Path.Combine(_folder.Path, "missing", "too")));
    }
}
