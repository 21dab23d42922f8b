namespace Tokenrill.Server.Tests.Hosting;

/// <summary>A folder as the build of the web UI leaves it. Deleted with the test.</summary>
internal sealed class BuiltUI : IDisposable
{
    public const string Index = "/index.html", Script = "/assets/index-Bx3kQ9fT.js", Style = "/assets/index-a81Lm0Qe.css", Picture = "/assets/dots-Qm2x7vRa.png", Icon = "/icon.svg";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenrill-ui-");

    public BuiltUI()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "assets"));
        Write(Picture);
        foreach (var file in (string[])[Index, Script, Style, Icon])
            foreach (var form in (string[])[file, file + ".br", file + ".gz"])
                Write(form);
    }

    public string Folder => _folder.FullName;

    /// <summary>What a file of it holds. No two forms of a file are of the same length, as with real ones.</summary>
    public static string ContentOf(string file) => $"what stands in {file}{(file.EndsWith(".gz", StringComparison.Ordinal) ? ", a longer form" : "")}";

    public void Delete(string file) => File.Delete(Folder + file);

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string file) => File.WriteAllText(Folder + file, ContentOf(file));
}
