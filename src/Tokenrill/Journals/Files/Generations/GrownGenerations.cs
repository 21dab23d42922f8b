namespace Tokenrill.Journals.Files;

/// <summary>The generations that have grown since the last round: a stack without a lock. They are their own links, so that a token
/// allocates nothing here.</summary>
internal sealed class GrownGenerations
{
    private GenerationTail? _top;

    public void Add(GenerationTail tail)
    {
        var top = Volatile.Read(ref _top);
        while (true)
        {
            tail.Next = top;
            var seen = Interlocked.CompareExchange(ref _top, tail, top);
            if (seen == top)
                return;
            top = seen;
        }
    }

    /// <summary>Takes all of them and adds those that are not in it to a list, in the order in which they grew.</summary>
    public void TakeInto(List<GenerationTail> tails)
    {
        var start = tails.Count;
        for (var next = Interlocked.Exchange(ref _top, null); next is not null;)
        {
            var tail = next;
            next = tail.Next;
            tail.Next = null;
            tail.Unmark();
            if (tail.IsTaken)
                continue;
            tail.IsTaken = true;
            tails.Add(tail);
        }
        tails.Reverse(start, tails.Count - start);
    }
}
