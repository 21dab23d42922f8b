namespace Tokenrill.Journals.Files;

/// <summary>What can be wrong where a record should be, in the words of the log.</summary>
internal static class Faults
{
    public const string Header = "no header of a record stands here";
    public const string CutOff = "the record is cut off";
    public const string Checksum = "the record's checksum is wrong";
}
