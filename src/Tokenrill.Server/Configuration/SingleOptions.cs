using Tokenrill.AspNetCore.Dialects.Synapse;
using Tokenrill.Options;
using Tokenrill.Sessions;

namespace Tokenrill.Server.Configuration;

/// <summary>The options that there is one of each: key, reader and place, in one table.</summary>
internal sealed class SingleOptions
{
    private delegate bool Reader<T>(string text, out T value, out string expected);

    private readonly Dictionary<string, Action<string>> _options = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults;

    public SingleOptions(ServerSettings settings)
    {
        _faults = settings.Faults;
        var engine = settings.Engine;
        Add<TimeSpan>("Deadlines:Connect", OptionText.TryTime, value => engine.Deadlines.Connect = value);
        Add<TimeSpan>("Deadlines:FirstToken", OptionText.TryTime, value => engine.Deadlines.FirstToken = value);
        Add<TimeSpan>("Deadlines:BetweenTokens", OptionText.TryTime, value => engine.Deadlines.BetweenTokens = value);
        Add<TimeSpan>("Deadlines:Total", OptionText.TryTime, value => engine.Deadlines.Total = value);
        Add<OnBusy>("Sessions:OnBusy", OptionText.TryChoice, value => engine.Sessions.OnBusy = value);
        Add<TimeSpan>("Sessions:CleanupWait", OptionText.TryTime, value => engine.Sessions.CleanupWait = value);
        Add<int>("Sessions:HistoryCharacters", OptionText.TryWhole, value => engine.Sessions.HistoryCharacters = value);
        Add<int>("Sessions:Kept", OptionText.TryWhole, value => engine.Sessions.Kept = value);
        Add<long>("Sessions:MemoryBytes", OptionText.TryWhole, value => engine.Sessions.MemoryBytes = value);
        Add<OnDisconnect>("Readers:OnDisconnect", OptionText.TryChoice, value => engine.Readers.OnDisconnect = value);
        Add<TimeSpan>("Readers:Grace", OptionText.TryTime, value => engine.Readers.Grace = value);
        Add<TimeSpan>("Readers:Heartbeat", OptionText.TryTime, value => engine.Readers.Heartbeat = value);
        Add<StorageKind>("Storage:Kind", OptionText.TryChoice, value => engine.Storage.Kind = value);
        Add<string>("Storage:Path", OptionText.TryText, value => engine.Storage.Path = value);
        Add<Durability>("Storage:Durability", OptionText.TryChoice, value => engine.Storage.Durability = value);
        Add<OnStorageFailure>("Storage:OnFailure", OptionText.TryChoice, value => engine.Storage.OnFailure = value);
        Add<long>("Storage:SegmentBytes", OptionText.TryWhole, value => engine.Storage.SegmentBytes = value);
        Add<TimeSpan>("Storage:Retention", OptionText.TryTime, value => engine.Storage.Retention = value);
        Add<long>("Storage:MemoryBytes", OptionText.TryWhole, value => engine.Storage.MemoryBytes = value);
        Add<int>("Limits:RequestBytes", OptionText.TryWhole, value => engine.Limits.RequestBytes = value);
        Add<int>("Limits:OutputBytes", OptionText.TryWhole, value => engine.Limits.OutputBytes = value);
        Add<int>("Limits:GenerationsPerKey", OptionText.TryWhole, value => engine.Limits.GenerationsPerKey = value);
        Add<int>("Limits:RequestsPerMinute", OptionText.TryWhole, value => engine.Limits.RequestsPerMinute = value);
        Add<string>("Signals:Model", OptionText.TryModel, value => engine.Signals.Model = value);
        Add<int>("Signals:Characters", OptionText.TryWhole, value => engine.Signals.Characters = value);
        Add<int>("Signals:Turns", OptionText.TryWhole, value => engine.Signals.Turns = value);
        Add<string>("Recipes:Path", OptionText.TryText, value => engine.Recipes.Path = value);
        Add<FullContent>("Dialects:Synapse:FullContent", OptionText.TryChoice, value => settings.Http.Dialects.Synapse.FullContent = value);
        Add<bool>("WarmUp", OptionText.TryFlag, value => settings.WarmUp = value);
        Add<bool>("AllowInsecure", OptionText.TryFlag, value => settings.Http.AllowInsecure = value);
    }

    /// <summary>All keys, without the section.</summary>
    public IEnumerable<string> Keys => _options.Keys;

    /// <summary>Takes an option. False when there is none by that key.</summary>
    public bool TryRead(string key, string text)
    {
        if (!_options.TryGetValue(key, out var read))
            return false;
        read(text);
        return true;
    }

    private void Add<T>(string key, Reader<T> reader, Action<T> set) => _options.Add(key, text =>
    {
        if (reader(text, out var value, out var expected))
            set(value);
        else
            _faults.Add($"{SettingsReader.Section}:{key} is \"{text}\"; it may be {expected}");
    });
}
