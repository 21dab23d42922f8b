using Tokenrill.Recipes.Yaml;

namespace Tokenrill.Recipes.Files;

/// <summary>Collects what is wrong with one file; nothing stops at the first fault.</summary>
internal sealed class RecipeFaults(string file)
{
    private readonly List<RecipeFault> _faults = [];

    public IReadOnlyList<RecipeFault> All => _faults;

    public int Count => _faults.Count;

    /// <summary>A fault of the whole file.</summary>
    public void Add(string message) => _faults.Add(new RecipeFault(file, null, null, message));

    public void Add(Node at, string message) => Add(at.Line, at.Column, message);

    public void Add(int line, int? column, string message) => _faults.Add(new RecipeFault(file, line, column, message));
}
