namespace Tokenrill.TestKit;

/// <summary>Waits for what must come. Generous, because machines are noisy: the bound only turns a hang into a failure.</summary>
public static class Patience
{
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    public static Task InTime(this Task task) => task.WaitAsync(Most, TestContext.Current.CancellationToken);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Most, TestContext.Current.CancellationToken);

    public static Task InTime(this ValueTask task) => task.AsTask().InTime();

    public static Task<T> InTime<T>(this ValueTask<T> task) => task.AsTask().InTime();
}
