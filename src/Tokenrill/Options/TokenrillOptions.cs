using Tokenrill.Sessions;

namespace Tokenrill.Options;

/// <summary>How the engine behaves. Bound from the section <c>Tokenrill</c>; checked by <see cref="TokenrillOptionsCheck"/>.</summary>
public sealed class TokenrillOptions
{
    /// <summary>How long a generation may take for what.</summary>
    public DeadlineOptions Deadlines { get; set; } = new();

    /// <summary>How generations of one session get along.</summary>
    public SessionOptions Sessions { get; set; } = new();

    /// <summary>How readers are treated.</summary>
    public ReaderOptions Readers { get; set; } = new();

    /// <summary>What is kept, and how long.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>What one request, and one key, may use up.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>When and with what signals are extracted from sessions.</summary>
    public SignalOptions Signals { get; set; } = new();

    /// <summary>Where recipes are.</summary>
    public RecipeOptions Recipes { get; set; } = new();
}

/// <summary>Where recipes are.</summary>
public sealed class RecipeOptions
{
    /// <summary>A folder of recipe files, which go before the shipped ones. Default null: the shipped ones only.</summary>
    public string? Path { get; set; }
}

/// <summary>The four clocks of a generation. A request may shorten them, never lengthen.</summary>
public sealed class DeadlineOptions
{
    /// <summary>Until the connection to the provider stands. Default 10 s.</summary>
    public TimeSpan Connect { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>From asking the provider to the first token. Default 2 min.</summary>
    public TimeSpan FirstToken { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>From one token to the next. Default 30 s.</summary>
    public TimeSpan BetweenTokens { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>From the start to the end. Default 10 min, at most 24 h.</summary>
    public TimeSpan Total { get; set; } = TimeSpan.FromMinutes(10);
}

/// <summary>How generations of one session get along.</summary>
public sealed class SessionOptions
{
    /// <summary>What a request that does not say gets on a busy session. Default supersede.</summary>
    public OnBusy OnBusy { get; set; } = OnBusy.Supersede;

    /// <summary>How long a new generation waits for the cleanup of the one before. Default 2 s, 0 to 60 s.</summary>
    public TimeSpan CleanupWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How much of what was said before a model is told, in characters; the oldest turns are left out first.
    /// Default 32,000, 0 to 10,000,000.</summary>
    public int HistoryCharacters { get; set; } = 32_000;

    /// <summary>How many sessions are kept in memory. Of those beyond it that were silent longest, what was said stays in the storage;
    /// with <see cref="StorageKind.Memory"/> they are forgotten. Default 10,000, 1 to 10,000,000.</summary>
    public int Kept { get; set; } = 10_000;

    /// <summary>How much memory what was said may take before that happens, in bytes. Default 256 MiB, at least 1 MiB.</summary>
    public long MemoryBytes { get; set; } = 256L << 20;
}

/// <summary>How readers are treated.</summary>
public sealed class ReaderOptions
{
    /// <summary>What a lost reader does where the client can resume and does not say. Default continue.</summary>
    public OnDisconnect OnDisconnect { get; set; } = OnDisconnect.Continue;

    /// <summary>With <c>cancel</c>, where the client can resume: how long a lost reader may take to come back.
    /// Default 10 s, 0 to 1 h.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stream may be silent before a heartbeat is sent. Default 15 s, 1 s to 10 min.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>What a lost reader does to a generation.</summary>
public enum OnDisconnect
{
    /// <summary>Nothing: the generation goes on, and its log can be resumed.</summary>
    Continue,
    /// <summary>It is cancelled when no reader has come back within the grace period.</summary>
    Cancel,
}

/// <summary>What one request, and one key, may use up.</summary>
public sealed class LimitOptions
{
    /// <summary>The largest request body, in bytes. Default 4 MiB, 1 KiB to 64 MiB.</summary>
    public int RequestBytes { get; set; } = 4 << 20;

    /// <summary>The largest answer (text, reasoning and tool-call arguments together), in bytes. Default 4 MiB, 1 KiB to 256 MiB.</summary>
    public int OutputBytes { get; set; } = 4 << 20;

    /// <summary>How many generations one key may have active at once. Default 16, at least 1.</summary>
    public int GenerationsPerKey { get; set; } = 16;

    /// <summary>How many requests one key may make in a minute. Default 600, at least 1: the web UI alone asks once a second for what runs.</summary>
    public int RequestsPerMinute { get; set; } = 600;
}

/// <summary>When and with what signals are extracted from sessions.</summary>
public sealed class SignalOptions
{
    /// <summary>The model that extracts them: an alias or <c>provider/model</c>. Default null: nothing is extracted, because it
    /// costs a call of a model that nobody asked for.</summary>
    public string? Model { get; set; }

    /// <summary>After how much that was said since the last time, by user and assistant, in Unicode code points. Default 500,
    /// 1 to 100,000.</summary>
    public int Characters { get; set; } = 500;

    /// <summary>Or after how many turns, each a user's message and its answer. Default 5, 1 to 1,000.</summary>
    public int Turns { get; set; } = 5;
}
