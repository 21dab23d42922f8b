using System.Globalization;

namespace Tokenrill.Rig;

/// <summary>Where things are: the repository's builds, and a temporary folder for what a run writes.</summary>
internal sealed class Workspace(string? server) : IDisposable
{
    private readonly string _root = FindRoot();
    private readonly string _temporary = Directory.CreateTempSubdirectory("tokenrill-rig-").FullName;
    private int _names;

    public string Provider => Built("bench/rig/native/bin/provider");

    public string LoadGenerator => Built("bench/rig/native/bin/load");

    /// <summary>The server to measure.</summary>
    public string Server => server ?? Built("src/Tokenrill.Server/bin/Release/net10.0/Tokenrill.Server.dll");

    public string Root => _root;

    /// <summary>A new folder that is deleted with the rest.</summary>
    public string NewFolder() => Directory.CreateDirectory(New("run")).FullName;

    public string NewLog(string name) => New(name) + ".log";

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    private string New(string name) => Path.Combine(_temporary, string.Create(CultureInfo.InvariantCulture, $"{name}-{++_names}"));

    private string Built(string path) => Path.Combine(_root, path) is var whole && File.Exists(whole)
        ? whole
        : throw new RigException($"{path} is not built: bench/run builds it");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Tokenrill.slnx")))
                return folder;
        throw new RigException("the rig runs from its build folder inside the repository");
    }
}
