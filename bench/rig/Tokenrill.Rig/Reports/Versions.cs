using Tokenrill.Rig.Processes;

namespace Tokenrill.Rig.Reports;

/// <summary>Says what was measured, and on what.</summary>
internal static class Versions
{
    public static async Task<string> DescribeAsync(Workspace workspace)
    {
        var commit = await Tools.FirstLineAsync("git", "-C", workspace.Root, "describe", "--always", "--dirty");
        var gcc = await Tools.FirstLineAsync("gcc", "--version");
        var nginx = await Tools.FirstLineAsync("nginx", "-v");
        var dotnet = await Tools.FirstLineAsync("dotnet", "--list-runtimes");
        return $"Tokenrill {commit}. {Machine.Describe()}. {gcc}; {nginx}; .NET {Environment.Version} ({dotnet.Split(' ')[0]}).\n"
            + $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC.";
    }
}
