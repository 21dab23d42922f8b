namespace Tokenrill.Signals;

/// <summary>What a signal is.</summary>
public enum SignalKind
{
    /// <summary>Something that is taken to be so, without proof.</summary>
    Assumption,
    /// <summary>Something that nobody has answered yet.</summary>
    Question,
    /// <summary>Something that is said to be so.</summary>
    Claim,
    /// <summary>Something that must be kept to.</summary>
    Constraint,
    /// <summary>Something that is wanted.</summary>
    Goal,
    /// <summary>Something that was settled.</summary>
    Decision,
    /// <summary>Something that supports a claim.</summary>
    Evidence,
}

/// <summary>Names of kinds.</summary>
public static class SignalKinds
{
    /// <summary><c>assumption</c>, <c>question</c>, <c>claim</c>, <c>constraint</c>, <c>goal</c>, <c>decision</c> or <c>evidence</c>.</summary>
    public static string WireName(this SignalKind kind) => kind switch
    {
        SignalKind.Question => "question",
        SignalKind.Claim => "claim",
        SignalKind.Constraint => "constraint",
        SignalKind.Goal => "goal",
        SignalKind.Decision => "decision",
        SignalKind.Evidence => "evidence",
        _ => "assumption",
    };

    /// <summary>The kind that a model means: its name in any case, in the plural, with hyphens, underscores or white space in or
    /// around it. Null when it is none.</summary>
    internal static SignalKind? Find(string name)
    {
        var word = string.Concat(name.Where(letter => letter is not ('-' or '_') && !char.IsWhiteSpace(letter)));
        foreach (var kind in Enum.GetValues<SignalKind>())
            if (word.Equals(kind.WireName(), StringComparison.OrdinalIgnoreCase) || word.Equals(kind.WireName() + "s", StringComparison.OrdinalIgnoreCase))
                return kind;
        return null;
    }
}
