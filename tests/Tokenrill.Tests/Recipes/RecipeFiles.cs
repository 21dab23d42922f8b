using Tokenrill.Options;
using Tokenrill.Recipes;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Recipes;

/// <summary>A folder of recipe files and a book that reads it, in fake time.</summary>
internal sealed class RecipeFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenrill-recipes-");
    private readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("tokenrill-recipes-");
    private RecipeBook? _book;

    public FakeTime Time { get; } = new();

    public CapturedLog Log { get; } = new();

    /// <summary>The book; made when it is first asked for.</summary>
    public RecipeBook Book => _book ??= new RecipeBook(new TokenrillOptions { Recipes = new() { Path = _folder.FullName } }, Time, Log.For<RecipeBook>());

    /// <summary>Every fault as <c>file:line:column: message</c>, files without their folder.</summary>
    public IReadOnlyList<string> Faults => [.. Book.Faults.Select(fault => (fault with { File = Path.GetFileName(fault.File) }).ToString())];

    /// <summary>Puts a file there at once and whole, as editors do.</summary>
    public RecipeFiles Put(string name, string text)
    {
        var made = Path.Combine(_elsewhere.FullName, name);
        File.WriteAllText(made, text);
        File.Move(made, Path.Combine(_folder.FullName, name), overwrite: true);
        return this;
    }

    public void Put(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder.FullName, name), bytes);

    public void Delete(string name) => File.Delete(Path.Combine(_folder.FullName, name));

    /// <summary>Waits until a change was noticed, and lets the quiet pass after which it is read.</summary>
    public async Task NoticedAsync()
    {
        await Time.Armed(RecipeWatcher.Quiet).InTime();
        Time.Advance(RecipeWatcher.Quiet);
    }

    public void Dispose()
    {
        _book?.Dispose();
        _folder.Delete(recursive: true);
        _elsewhere.Delete(recursive: true);
    }
}
