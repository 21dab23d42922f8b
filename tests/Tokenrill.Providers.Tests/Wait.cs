using Tokenrill.TestKit;

namespace Tokenrill.Providers.Tests;

/// <summary>A bound for what must happen: so generous that only what never happens exceeds it.</summary>
internal static class Wait
{
    public static readonly TimeSpan Limit = Patience.Most;

    public static Task Soon(this Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);
}
