using System.Diagnostics;
using System.Net.Sockets;

namespace Tokenrill.TestKit.Servers;

/// <summary>Debian's nginx in front of a server: one process with one thread, nginx's own defaults, on a Unix socket that is
/// nobody else's.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx", Ready = "nginx/";

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly Task _log;

    private Nginx(DirectoryInfo folder, Process process, Task log)
    {
        _folder = folder;
        _process = process;
        _log = log;
    }

    private string SocketPath => Path.Combine(_folder.FullName, "socket");

    /// <summary>Starts it.</summary>
    /// <param name="upstream">The server behind it.</param>
    /// <param name="settings">Further settings of the location.</param>
    public static async Task<Nginx> StartAsync(Uri upstream, string settings = "")
    {
        var folder = Directory.CreateTempSubdirectory("tokenrill-nginx-");
        var file = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(folder.FullName, upstream, settings), TestContext.Current.CancellationToken);
        // The log from its first line on: by default that goes to a file of the machine's.
        var process = Process.Start(new ProcessStartInfo(Program, ["-p", folder.FullName, "-c", file, "-e", "stderr"]) { RedirectStandardError = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("nginx did not start");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var nginx = new Nginx(folder, process, FollowAsync(process.StandardError, ready));
        await ready.Task.InTime();
        return nginx;
    }

    /// <summary>A client whose connections all lead here.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync })
    {
        BaseAddress = new Uri("http://localhost/"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None).InTime();
        await _log.InTime();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task FollowAsync(StreamReader log, TaskCompletionSource ready)
    {
        var all = new List<string>();
        while (await log.ReadLineAsync(CancellationToken.None) is { } line)
        {
            all.Add(line);
            // It says its version when its sockets listen and its loop begins.
            if (line.Contains(Ready, StringComparison.Ordinal))
                ready.TrySetResult();
        }
        ready.TrySetException(new InvalidOperationException($"nginx ended: {string.Join("\n", all)}"));
    }

    private static string Configuration(string folder, Uri upstream, string settings) => $$"""
        daemon off;
        master_process off;
        pid {{folder}}/pid;
        error_log stderr notice;
        events { }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          server {
            listen unix:{{folder}}/socket;
            location / {
              proxy_pass {{upstream.GetLeftPart(UriPartial.Authority)}};
              {{settings}}
            }
          }
        }
        """;
}
