using System.Net;
using System.Text;

namespace Tokenrill.Server.Tests;

public sealed class RecipeTests
{
    private const string Good = "name: mine\ndescription: x\nuser: tokens=3 rate=0\n";

    [Fact]
    public async Task A_folder_of_recipes_is_served_and_what_is_wrong_in_it_is_a_warning_with_its_line()
    {
        var folder = Directory.CreateTempSubdirectory("tokenrill-recipes-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "mine.yaml"), Good, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "bad.yaml"), "name: bad\ndescription: x\nuser: \"{{who}}\"\n", TestContext.Current.CancellationToken);
        try
        {
            await using var server = ServerProcess.Start(("Tokenrill__Recipes__Path", folder.FullName));
            var address = await server.Address;

            using var response = await server.Client.PostAsync(new Uri(address, "/v1/recipes/mine"), new StringContent("{}", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("event: completed");
            server.Output.ShouldContain(line => line.Contains("bad.yaml:3:7: \"who\" is not declared; there are no variables", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_fault()
    {
        await using var server = ServerProcess.Start(("Tokenrill__Recipes__Path", "/nowhere/at/all"));

        var (exitCode, error) = await server.EndAsync();

        exitCode.ShouldBe(78);
        error.ShouldContain("Tokenrill:Recipes:Path is /nowhere/at/all; it may be a folder that exists");
    }
}
