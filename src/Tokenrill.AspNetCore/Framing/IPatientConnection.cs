namespace Tokenrill.AspNetCore.Framing;

/// <summary>A feature of connections whose thread serves many: what need not leave this very moment can leave with what comes next.</summary>
public interface IPatientConnection
{
    /// <summary>The next flush may wait until the thread has had nothing else to do for a moment, for 20 ms at most.</summary>
    void LetNextFlushWait();
}
