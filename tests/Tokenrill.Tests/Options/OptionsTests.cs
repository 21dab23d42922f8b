using Tokenrill.Options;

namespace Tokenrill.Tests.Options;

public sealed class OptionsTests
{
    [Fact]
    public void The_defaults_are_without_fault() => TokenrillOptionsCheck.Faults(new TokenrillOptions()).ShouldBeEmpty();

    [Fact]
    public void All_faults_are_told_at_once_each_with_its_key_and_what_it_may_be()
    {
        var faults = TokenrillOptionsCheck.Faults(new TokenrillOptions
        {
            Deadlines = { Connect = TimeSpan.Zero, FirstToken = TimeSpan.FromDays(2), BetweenTokens = TimeSpan.FromSeconds(-1), Total = TimeSpan.FromHours(25) },
            Sessions = { CleanupWait = TimeSpan.FromMinutes(2), HistoryCharacters = -1, Kept = 0, MemoryBytes = 1 },
            Readers = { Grace = TimeSpan.FromHours(2), Heartbeat = TimeSpan.Zero },
            Storage = { Retention = TimeSpan.Zero, MemoryBytes = 0 },
            Limits = { RequestBytes = 1, OutputBytes = 1, GenerationsPerKey = 0, RequestsPerMinute = 0 },
            Signals = { Characters = 0, Turns = 1_001 },
            Recipes = { Path = "/nowhere/at/all" },
        });

        faults.Select(fault => fault[..fault.IndexOf(' ', StringComparison.Ordinal)]).ShouldBe(
        [
            "Tokenrill:Deadlines:Connect", "Tokenrill:Deadlines:FirstToken", "Tokenrill:Deadlines:BetweenTokens", "Tokenrill:Deadlines:Total",
            "Tokenrill:Sessions:CleanupWait", "Tokenrill:Sessions:HistoryCharacters", "Tokenrill:Sessions:Kept", "Tokenrill:Sessions:MemoryBytes", "Tokenrill:Readers:Grace", "Tokenrill:Readers:Heartbeat", "Tokenrill:Storage:Retention",
            "Tokenrill:Storage:MemoryBytes", "Tokenrill:Limits:RequestBytes", "Tokenrill:Limits:OutputBytes",
            "Tokenrill:Limits:GenerationsPerKey", "Tokenrill:Limits:RequestsPerMinute",
            "Tokenrill:Signals:Characters", "Tokenrill:Signals:Turns", "Tokenrill:Recipes:Path",
        ]);
        faults[9].ShouldBe("Tokenrill:Readers:Heartbeat is 00:00:00; it may be 00:00:01 to 00:10:00");
    }

    [Fact]
    public void Every_error_code_has_its_facts()
    {
        var infos = Enum.GetValues<ErrorCode>().Select(code => (Code: code, Info: code.Info())).ToArray();

        infos.ShouldAllBe(one => one.Info != null && one.Info.Code == one.Code && one.Info.Status >= 400 && one.Info.Message.EndsWith('.'));
        infos.Select(one => one.Info.Name).ShouldBeUnique();
        infos.ShouldAllBe(one => one.Info.Name.Replace("_", "", StringComparison.Ordinal).Equals(one.Code.ToString(), StringComparison.OrdinalIgnoreCase));
    }
}
