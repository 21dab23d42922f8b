using System.Globalization;

namespace Tokenrill.Journals.Files;

/// <summary>A segment's file name: <c>generations-00000012-0000-9f3ac05e.trj</c>, that is family, number, revision and salt.</summary>
/// <remarks>The revision says how often it was rewritten. Of two files of one number that of the higher revision is whole and stands
/// for both: it got its name when all of it was on the medium.</remarks>
internal readonly record struct SegmentName(string Family, int Number, int Revision, uint Salt)
{
    /// <summary>What a file's name ends in while it is being rewritten. It counts for nothing.</summary>
    public const string Unfinished = ".tmp";

    private const string Extension = ".trj";

    /// <summary>Null when it is the name of something else, or of another family.</summary>
    public static SegmentName? Parse(string family, string file)
    {
        if (!file.StartsWith(family, StringComparison.Ordinal) || !file.EndsWith(Extension, StringComparison.Ordinal))
            return null;
        var parts = file[family.Length..^Extension.Length].Split('-');
        if (parts is not ["", var number, var revision, var salt] ||
            !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsedNumber) ||
            !int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var parsedRevision) ||
            !uint.TryParse(salt, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var parsedSalt))
            return null;
        var name = new SegmentName(family, parsedNumber, parsedRevision, parsedSalt);
        return name.Number > 0 && name.ToString() == file ? name : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Family}-{Number:D8}-{Revision:D4}-{Salt:x8}{Extension}");
}
