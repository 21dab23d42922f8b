using Tokenrill.Rig.Processes;

namespace Tokenrill.Rig.Targets;

/// <summary>How the gateways are configured.</summary>
internal static class Gateways
{
    /// <summary>One worker, no buffering, connections to the provider kept: the least that a relay can cost.</summary>
    public static ChildProcess StartNginx(Workspace workspace, int port, string provider)
    {
        var folder = workspace.NewFolder();
        var configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            daemon off;
            pid {{folder}}/pid;
            worker_processes 1;
            worker_rlimit_nofile 65536;
            error_log stderr crit;
            events { worker_connections 32768; }
            http {
              access_log off;
              keepalive_requests 1000000;
              upstream provider { server {{provider}}; keepalive 256; keepalive_requests 1000000; }
              server {
                listen 127.0.0.1:{{port}} backlog=16384;
                location / {
                  proxy_pass http://provider;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_buffering off;
                  proxy_read_timeout 300s;
                }
              }
            }
            """);
        return ChildProcess.Start(workspace.NewLog("nginx"), Tools.Find("nginx")!, ["-e", "stderr", "-p", folder, "-c", configuration]);
    }

    /// <summary>Limits out of the way, everything kept in memory, all else as it is by default.</summary>
    public static ChildProcess StartTokenrill(Workspace workspace, int port, string provider) =>
        StartTokenrill(workspace, port, provider, new Dictionary<string, string> { ["Tokenrill__Storage__Kind"] = "memory" });

    /// <summary>As before, and everything is stored in files of a new folder.</summary>
    public static Func<Workspace, int, string, ChildProcess> StoringTokenrill(string durability) => (workspace, port, provider) =>
        StartTokenrill(workspace, port, provider, new Dictionary<string, string> { ["Tokenrill__Storage__Durability"] = durability });

    /// <summary>With settings of its own; what they do not say is as it is by default, and files are in a new folder.</summary>
    public static ChildProcess StartTokenrill(Workspace workspace, int port, string provider, IReadOnlyDictionary<string, string> settings)
    {
        // In its folder there is no appsettings.json to find but the server's own.
        var environment = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["Tokenrill__Providers__up__Type"] = "openai",
            ["Tokenrill__Providers__up__BaseUrl"] = $"http://{provider}/v1",
            ["Tokenrill__Models__default__0"] = "up/mock",
            ["Tokenrill__Storage__Path"] = Path.Combine(workspace.NewFolder(), "data"),
            ["Tokenrill__Limits__RequestsPerMinute"] = "100000000",
            ["Tokenrill__Limits__GenerationsPerKey"] = "1000000",
            ["Tokenrill__Limits__OutputBytes"] = "67108864",
        };
        return ChildProcess.Start(workspace.NewLog("tokenrill"), "dotnet", [workspace.Server, "--urls", $"http://127.0.0.1:{port}"], environment);
    }
}
