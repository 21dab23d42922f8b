using System.Text.Json;

namespace Tokenrill.AspNetCore.Dialects.Messages;

/// <summary>Numbers in requests. Their ranges are the engine's to check, unless it calls the member by another name.</summary>
internal static class JsonNumbers
{
    /// <summary>A number.</summary>
    public static double Number(this JsonField field) =>
        field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetDouble(out var value) && double.IsFinite(value)
            ? value
            : throw field.Invalid("must be a number");

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static double Number(this JsonField field, double least, double most) =>
        field.Number() is var value && value >= least && value <= most ? value : throw field.Invalid($"must be from {least} to {most}");

    /// <summary>A whole number of 64 bits.</summary>
    public static long Whole(this JsonField field) =>
        field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt64(out var value)
            ? value
            : throw field.Invalid("must be a whole number");

    /// <summary>A whole number from 1.</summary>
    public static int Count(this JsonField field) =>
        field.Whole() is >= 1 and <= int.MaxValue and var value ? (int)value : throw field.Invalid("must be at least 1");
}
