using Tokenrill.AspNetCore;
using Tokenrill.Generations;
using Tokenrill.Server.Configuration;
using Tokenrill.Server.Hosting;
using Tokenrill.Server.Hosting.Warming;
using Tokenrill.Server.Logging;
using Tokenrill.Server.Providers;

namespace Tokenrill.Server.Commands;

/// <summary>Starts the server and runs it until it is told to stop.</summary>
internal static class ServeCommand
{
    private const string RecipesOfWorkingDirectory = "recipes";

    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        try
        {
            await ServeAsync(args);
            return ExitCode.Success;
        }
        catch (StartFailure failure)
        {
            await error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
    }

    private static async Task ServeAsync(string[] args)
    {
        SocketThreads.FollowSockets();
        var builder = ServerBuilder.Create(args);
        var settings = SettingsReader.Read(builder.Configuration.GetSection(SettingsReader.Section));
        settings.Engine.Recipes.Path ??= Directory.Exists(RecipesOfWorkingDirectory) ? RecipesOfWorkingDirectory : null;
        var ollama = new OllamaSearch(OllamaSearch.AddressOf(builder.Configuration["OLLAMA_HOST"]), TimeProvider.System);
        var models = await new ModelSetup(settings, ollama, TimeProvider.System).ChooseAsync(CancellationToken.None);
        if (models.Catalog is null)
            throw StartFailure.OfConfiguration(settings.Faults);
        var noise = new StartNoise();
        noise.AddTo(builder.Logging);
        builder.UseListening(settings);
        builder.Services.AddTokenrill(settings.Engine, settings.Http, models.Catalog);

        await using var app = builder.Build();
        app.UsePages();
        app.MapTokenrill();
        var log = new ServerEvents(app.Services.GetRequiredService<ILoggerFactory>());
        foreach (var warning in settings.Warnings.Concat(ConsoleSection.Warnings(builder.Configuration)))
            log.Ignored(warning);
        await app.StartListeningAsync(settings, log);
        noise.Started();
        log.ModelsChosen(models.Explanation);
        app.Lifetime.ApplicationStopping.Register(log.Stopping);
        var engine = app.Services.GetRequiredService<GenerationService>();
        using var collection = new QuietCollection(() => engine.ActiveCount, new YoungHeap(), Ticks.Time);
        var warmUp = settings.WarmUp ? Task.Run(() => WarmUp.RunAsync(settings.Engine.Storage.Kind, app.Lifetime.ApplicationStopping), CancellationToken.None) : Task.CompletedTask;
        await app.WaitForShutdownAsync(CancellationToken.None);
        // It has a folder to clear away.
        await warmUp;
    }
}
