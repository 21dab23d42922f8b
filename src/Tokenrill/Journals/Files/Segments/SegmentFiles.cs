namespace Tokenrill.Journals.Files;

/// <summary>The files of one family as they were found in a folder.</summary>
/// <param name="Names">One for each number, in the order of the numbers.</param>
/// <param name="Superseded">Paths of files for which a rewritten one stands: a crash came before they were deleted.</param>
/// <param name="Unfinished">Paths of files that a crash kept from being finished.</param>
internal sealed record SegmentFiles(IReadOnlyList<SegmentName> Names, IReadOnlyList<string> Superseded, IReadOnlyList<string> Unfinished)
{
    /// <exception cref="InvalidDataException">Two files claim the same place.</exception>
    public static SegmentFiles Find(IDisk disk, string folder, string family)
    {
        var names = new List<SegmentName>();
        var superseded = new List<string>();
        var unfinished = new List<string>();
        foreach (var file in disk.List(folder))
        {
            if (SegmentName.Parse(family, file) is { } name)
                names.Add(name);
            else if (file.EndsWith(SegmentName.Unfinished, StringComparison.Ordinal) && SegmentName.Parse(family, file[..^SegmentName.Unfinished.Length]) is not null)
                unfinished.Add(Path.Combine(folder, file));
        }
        var ordered = names.OrderBy(name => name.Number).ThenBy(name => name.Revision).ToList();
        var standing = new List<SegmentName>();
        foreach (var name in ordered)
        {
            if (standing is [.., var last] && last.Number == name.Number)
            {
                if (last.Revision == name.Revision)
                    throw new InvalidDataException($"{folder} holds {last} and {name}, of which there can be only one: move one of them away");
                superseded.Add(Path.Combine(folder, last.ToString()));
                standing.RemoveAt(standing.Count - 1);
            }
            standing.Add(name);
        }
        return new SegmentFiles(standing, superseded, unfinished);
    }
}
