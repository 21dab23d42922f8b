namespace Tokenrill.Server.Commands.Journals;

/// <summary>What was asked of a journal.</summary>
/// <param name="Verb"><c>inspect</c>, <c>verify</c> or <c>export</c>.</param>
internal sealed record JournalArguments(string Verb)
{
    private static readonly string[] Verbs = ["inspect", "verify", "export"];

    /// <summary>Where it is.</summary>
    public string Folder { get; private init; } = "data";

    /// <summary>Of <c>inspect</c>: as JSON, for machines.</summary>
    public bool IsJson { get; private init; }

    /// <summary>Of <c>export</c>: only the session by that name, and its generations.</summary>
    public string? Session { get; private init; }

    /// <summary>Of <c>export</c>: only what is this caller's.</summary>
    public string? Owner { get; private init; }

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">They make no sense; the message says why.</exception>
    public static JournalArguments Read(string[] args)
    {
        if (!Verbs.Contains(args[0]))
            throw new FormatException($"There is no command \"journal {args[0]}\"; there are journal inspect, journal verify and journal export.");
        var read = new JournalArguments(args[0]);
        var hasFolder = false;
        for (var i = 1; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var behind] ? (before, behind) : (args[i], null);
            switch (read.Verb, name)
            {
                case (_, [not '-', ..]) when !hasFolder:
                    read = read with { Folder = args[i] };
                    hasFolder = true;
                    break;
                case (_, [not '-', ..]):
                    throw new FormatException($"\"{args[i]}\" is one folder too many.");
                case ("inspect", "--json") when value is null:
                    read = read with { IsJson = true };
                    break;
                case ("export", "--session"):
                    read = read with { Session = value ?? ValueBehind(args, ref i) };
                    break;
                case ("export", "--owner"):
                    read = read with { Owner = value ?? ValueBehind(args, ref i) };
                    break;
                default:
                    throw new FormatException($"journal {read.Verb} has no option \"{args[i]}\".");
            }
        }
        return read;
    }

    private static string ValueBehind(string[] args, ref int at) =>
        at + 1 < args.Length ? args[++at] : throw new FormatException($"{args[at]} needs a value.");
}
