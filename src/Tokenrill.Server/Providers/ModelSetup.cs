using Tokenrill.Models;
using Tokenrill.Providers.Simulator;
using Tokenrill.Server.Configuration;

namespace Tokenrill.Server.Providers;

/// <summary>Which models can be asked, and why these.</summary>
/// <param name="Catalog">The models; null when the configuration has faults.</param>
/// <param name="Explanation">One line for the log.</param>
internal sealed record ChosenModels(ModelCatalog? Catalog, string Explanation);

/// <summary>Makes the catalogue of models: from what is configured, or from what is found when nothing is.</summary>
internal sealed class ModelSetup(ServerSettings settings, OllamaSearch ollama, TimeProvider time)
{
    private const string SteadyModel = $"{SimulatorProvider.Name}/steady";

    /// <summary>How long the only provider may take to say what models it has.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, IModelProvider> _providers = [];

    /// <summary>Chooses; what is wrong is added to the faults of the settings.</summary>
    public async Task<ChosenModels> ChooseAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in settings.Providers)
            Add(provider);
        var reason = settings.Providers.Count + settings.BrokenProviders.Count == 0
            ? await UseWhatIsFoundAsync(cancellationToken)
            : await UseWhatIsConfiguredAsync(cancellationToken);
        _providers[SimulatorProvider.Name] = new SimulatorProvider(time);
        await CheckModelsAsync(cancellationToken);
        if (settings.Faults.Count > 0)
            return new ChosenModels(null, reason);
        var targets = string.Join(", then ", settings.Models[ModelCatalog.DefaultAlias]);
        return new ChosenModels(new ModelCatalog(_providers, settings.Models, SimulatorProvider.Name), $"{reason} The model \"{ModelCatalog.DefaultAlias}\" is {targets}.");
    }

    private void Add(ProviderSettings provider)
    {
        try
        {
            _providers.Add(provider.Name, ProviderFactory.Create(provider, time));
        }
        catch (ArgumentException exception)
        {
            var message = exception.ParamName is null ? exception.Message : exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal);
            settings.Faults.Add($"{SettingsReader.Section}:Providers:{provider.Name}: {message}");
            settings.BrokenProviders.Add(provider.Name);
        }
    }

    private async Task<string> UseWhatIsFoundAsync(CancellationToken cancellationToken)
    {
        if (await ollama.FindAsync(cancellationToken) is not { } found)
        {
            settings.Models.TryAdd(ModelCatalog.DefaultAlias, [SteadyModel]);
            return $"No providers are configured and no Ollama answers at {ollama.Address}: using the built-in simulator, which is no model.";
        }
        _providers.Add(ProviderReader.Ollama, found.Provider);
        if (found.Models is not [var first, ..])
        {
            settings.Models.TryAdd(ModelCatalog.DefaultAlias, [SteadyModel]);
            return $"No providers are configured, and the Ollama at {ollama.Address} has no models yet: using the built-in simulator, which is no model.";
        }
        settings.Models.TryAdd(ModelCatalog.DefaultAlias, [$"{ProviderReader.Ollama}/{first.Name}", SteadyModel]);
        return $"No providers are configured: using the Ollama at {ollama.Address}.";
    }

    private async Task<string> UseWhatIsConfiguredAsync(CancellationToken cancellationToken)
    {
        // With faults it does not come to a start, and asking somebody for models would only take time.
        if (!settings.Models.ContainsKey(ModelCatalog.DefaultAlias) && settings.Faults.Count == 0)
            await SetDefaultAsync(cancellationToken);
        return $"Using {(settings.Providers.Count == 1 ? "the provider" : "the providers")} {string.Join(", ", settings.Providers.Select(provider => provider.Name))}.";
    }

    /// <summary>A single provider needs no alias in the configuration: its first model is meant. With more, guessing would
    /// decide who gets the bill.</summary>
    private async Task SetDefaultAsync(CancellationToken cancellationToken)
    {
        const string key = $"{SettingsReader.Section}:Models:{ModelCatalog.DefaultAlias}:0";
        if (settings.Providers is not [var only])
        {
            settings.Faults.Add($"{key} is missing; with more than one provider it must be the model of requests that name none, as provider/model");
            return;
        }
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            if (await _providers[only.Name].ListModelsAsync(either.Token) is [var first, ..])
                settings.Models.Add(ModelCatalog.DefaultAlias, [$"{only.Name}/{first.Name}"]);
            else
                settings.Faults.Add($"{key} is missing, and {only.Name} lists no models to choose from; it may be {only.Name}/ and the name of a model");
        }
        catch (Exception exception) when (exception is ProviderException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            var detail = exception is ProviderException ? exception.Message : $"no answer within {Patience.TotalSeconds} s";
            settings.Faults.Add($"{key} is missing, and {only.Name} could not be asked for its models ({detail}); it may be {only.Name}/ and the name of a model");
        }
    }

    private async Task CheckModelsAsync(CancellationToken cancellationToken)
    {
        var simulated = await _providers[SimulatorProvider.Name].ListModelsAsync(cancellationToken);
        foreach (var (alias, addresses) in settings.Models)
            for (var i = 0; i < addresses.Count; i++)
                if (FaultOf(addresses[i], simulated) is { } fault)
                    settings.Faults.Add($"{SettingsReader.Section}:Models:{alias}:{i} is \"{addresses[i]}\"; {fault}");
        if (settings.Engine.Signals.Model is { } model && !settings.Models.ContainsKey(model) && FaultOf(model, simulated) is { } unknown)
            settings.Faults.Add($"{SettingsReader.Section}:Signals:Model is \"{model}\", which is none of the aliases {string.Join(", ", settings.Models.Keys)}; {unknown}");
    }

    private string? FaultOf(string address, IReadOnlyList<ModelInfo> simulated)
    {
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        var provider = slash < 0 ? "" : address[..slash];
        if (settings.BrokenProviders.Contains(provider))
            return null;
        if (slash < 1 || slash == address.Length - 1 || !_providers.ContainsKey(provider))
            return $"it may be provider/model, with one of the providers {string.Join(", ", _providers.Keys)}";
        return provider == SimulatorProvider.Name && simulated.All(model => model.Name != address[(slash + 1)..])
            ? $"the simulator has the models {string.Join(", ", simulated.Select(model => model.Name))}"
            : null;
    }
}
