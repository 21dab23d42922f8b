namespace Tokenrill.Options;

/// <summary>Where what happens is kept.</summary>
public enum StorageKind
{
    /// <summary>In memory: a restart forgets.</summary>
    Memory,
    /// <summary>In files of a folder: a restart forgets nothing that was acknowledged.</summary>
    Files,
}

/// <summary>What must have been done with an event before readers see it and a request is acknowledged.</summary>
public enum Durability
{
    /// <summary>Nothing; it is handed to the operating system within some 50 ms, later on a machine whose cores are all busy. When the process
    /// dies, that much may be lost; when the machine does, whatever the system had not written.</summary>
    None,
    /// <summary>Nothing; as with <see cref="None"/>, and then it is on the disk, which takes the time to write it. That much may be lost.</summary>
    Batched,
    /// <summary>It is on the disk. Nothing that anybody saw is lost.</summary>
    Strict,
}

/// <summary>What to do when the storage cannot be written to.</summary>
public enum OnStorageFailure
{
    /// <summary>Go on without, say so, and store everything that is still in memory as soon as that is possible again.</summary>
    Degrade,
    /// <summary>End what runs with <see cref="ErrorCode.StorageUnavailable"/> and begin nothing until it can be stored again.</summary>
    Fail,
}

/// <summary>What is kept, where, and how long.</summary>
public sealed class StorageOptions
{
    /// <summary>Where. Default <see cref="StorageKind.Files"/>.</summary>
    public StorageKind Kind { get; set; } = StorageKind.Files;

    /// <summary>With <see cref="StorageKind.Files"/>: the folder, which is made when it is not there. One process at a time may use it.
    /// Default <c>data</c> in the working directory.</summary>
    public string Path { get; set; } = "data";

    /// <summary>What may be lost. Default <see cref="Durability.Batched"/>.</summary>
    public Durability Durability { get; set; } = Durability.Batched;

    /// <summary>What to do when the storage cannot be written to. Default <see cref="OnStorageFailure.Degrade"/>.</summary>
    public OnStorageFailure OnFailure { get; set; } = OnStorageFailure.Degrade;

    /// <summary>How large a file may grow before another one is begun, in bytes: what has expired is deleted by whole files.
    /// Default 64 MiB, 64 KiB to 4 GiB.</summary>
    public long SegmentBytes { get; set; } = 64L << 20;

    /// <summary>How long a finished generation can be read. Default 1 day, 1 s to 365 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How much memory finished generations may take, in bytes: beyond it the oldest are let go of, and forgotten where
    /// they are not stored. Default 256 MiB, at least 1 MiB.</summary>
    public long MemoryBytes { get; set; } = 256L << 20;
}
