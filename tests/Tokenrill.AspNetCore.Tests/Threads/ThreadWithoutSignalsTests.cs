namespace Tokenrill.AspNetCore.Tests.Threads;

/// <summary>A server that extracts no signals, because no model was named for it.</summary>
public sealed class ThreadWithoutSignalsTests : ThreadTest
{
    [Fact]
    public async Task A_page_that_asks_for_signals_is_told_once_that_there_are_none_and_never_to_ask_again()
    {
        var thread = await BeginAsync();
        await SayAsync(thread, "Hello", new string('x', 1000));
        var page = new SidebarPage(Client, Time!, $"/api/signals/?thread_id={thread}");
        await page.PollAsync(TimeSpan.FromHours(1));

        page.Polls.ShouldBe([(0, 200)]);
        page.Shown.GetRawText().ShouldBe("""{"count":0,"results":[]}""");
        Provider.Calls.Count.ShouldBe(1);
    }
}
