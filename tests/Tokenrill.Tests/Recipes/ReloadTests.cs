using Tokenrill.TestKit;

namespace Tokenrill.Tests.Recipes;

public sealed class ReloadTests : IDisposable
{
    private readonly RecipeFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_change_is_read_when_the_folder_has_been_quiet()
    {
        _files.Put("mine.yaml", Of("first"));
        var before = _files.Book.Find("mine");
        _files.Put("mine.yaml", Of("second"));
        await _files.Time.Armed(RecipeWatcherQuiet).InTime();

        _files.Time.Advance(RecipeWatcherQuiet - TimeSpan.FromTicks(1));
        _files.Book.Find("mine").ShouldBeSameAs(before);
        _files.Time.Advance(TimeSpan.FromTicks(1));

        _files.Book.Find("mine").Description.ShouldBe("second");
        before.Description.ShouldBe("first");
    }

    [Fact]
    public async Task A_new_file_is_a_new_recipe_and_a_deleted_one_is_none()
    {
        _files.Book.All.ShouldNotContain(recipe => recipe.Name == "mine");
        _files.Put("mine.yaml", Of("first"));
        await _files.NoticedAsync();
        _files.Book.Find("mine").Description.ShouldBe("first");

        _files.Delete("mine.yaml");
        await _files.NoticedAsync();

        Should.Throw<TokenrillException>(() => _files.Book.Find("mine"));
    }

    [Fact]
    public async Task A_users_recipe_goes_before_the_shipped_one_until_it_is_deleted()
    {
        _files.Put("rephrase.yaml", "name: rephrase\ndescription: mine\nuser: hello\n");
        _files.Book.Find("rephrase").Description.ShouldBe("mine");

        _files.Delete("rephrase.yaml");
        await _files.NoticedAsync();

        _files.Book.Find("rephrase").Description.ShouldNotBe("mine");
    }

    [Fact]
    public async Task A_version_with_faults_leaves_the_last_good_one_in_use_and_is_logged_once()
    {
        _files.Put("mine.yaml", Of("first"));
        _files.Book.Find("mine").Description.ShouldBe("first");
        _files.Put("mine.yaml", "name: mine\ndescription: second\n");
        await _files.NoticedAsync();

        _files.Book.Find("mine").Description.ShouldBe("first");
        _files.Faults.ShouldBe(["mine.yaml:1:1: \"user\" is missing"]);

        _files.Put("other.yaml", "name: other\ndescription: x\nuser: hello\n");
        await _files.NoticedAsync();
        _files.Book.Find("mine").Description.ShouldBe("first");
        _files.Log.Lines.Count(line => line.Contains("mine.yaml:1:1", StringComparison.Ordinal)).ShouldBe(1);

        _files.Put("mine.yaml", Of("third"));
        await _files.NoticedAsync();
        _files.Book.Find("mine").Description.ShouldBe("third");
        _files.Faults.ShouldBeEmpty();
    }

    private static TimeSpan RecipeWatcherQuiet => Tokenrill.Recipes.RecipeWatcher.Quiet;

    private static string Of(string description) => $"name: mine\ndescription: {description}\nuser: hello\n";
}
