namespace Tokenrill.Server.Hosting;

/// <summary>The youngest generation of the runtime's heap.</summary>
internal interface IYoungHeap
{
    /// <summary>Bytes allocated since the process began, whatever became of them.</summary>
    long AllocatedBytes { get; }

    /// <summary>How often it was collected, by itself or with older ones.</summary>
    int Collections { get; }

    /// <summary>Collects it now, and returns when that is done.</summary>
    void Collect();
}

/// <summary>The runtime's own.</summary>
internal sealed class YoungHeap : IYoungHeap
{
    public long AllocatedBytes => GC.GetTotalAllocatedBytes();

    public int Collections => GC.CollectionCount(0);

    public void Collect() => GC.Collect(0, GCCollectionMode.Forced, blocking: true);
}
