using System.IO.Compression;
using System.Security.Cryptography;
using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Tests.Support;

namespace Softswitch.Plugins.Tests.Packages;

public sealed class PluginStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PluginStore _store;

    public PluginStoreTests() => _store = new PluginStore(_folder["plugins"], new PackageLimits { File = 4 << 20, Unpacked = 8 << 20, Files = 100 });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_package_is_installed_into_a_folder_named_after_its_content_and_found_again()
    {
        var (installed, problems) = Install(TestPlugin.Returning("acme.gate", "open").Pack(_folder.Path));

        Assert.Empty(problems);
        Assert.Equal($"acme.gate/1.0.0-{installed!.Hashes.Content[..8]}", Path.GetRelativePath(_store.Folder, installed.Root));
        Assert.Equal(installed.Hashes.Content, Assert.Single(_store.Installed()).Hash);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_store.Folder, ".incoming")));
    }

    [Fact]
    public void The_same_version_with_another_content_gets_a_folder_of_its_own()
    {
        var (first, _) = Install(TestPlugin.Returning("gate", "open").Pack(_folder.Path));
        var (second, problems) = Install(TestPlugin.Returning("gate", "closed").Pack(_folder.Path));

        Assert.Empty(problems);
        Assert.NotEqual(first!.Root, second!.Root);
        Assert.True(File.Exists(first.Assembly));
    }

    [Fact]
    public void Installing_a_package_again_changes_nothing()
    {
        var package = TestPlugin.Returning("gate", "open").Pack(_folder.Path);
        var (first, _) = Install(package);
        var written = File.GetLastWriteTimeUtc(first!.Assembly);

        var (second, problems) = Install(package);

        Assert.Empty(problems);
        Assert.Equal(first.Root, second!.Root);
        Assert.Equal(written, File.GetLastWriteTimeUtc(second.Assembly));
    }

    [Fact]
    public void An_installed_plugin_that_was_changed_is_refused_with_the_name_of_the_file()
    {
        var (installed, _) = Install(TestPlugin.Returning("gate", "open").Pack(_folder.Path));
        File.AppendAllText(installed!.Assembly, "x");
        var problems = new List<PluginProblem>();

        Assert.Null(_store.Find(new LockedPlugin("gate", installed.Manifest.Version, installed.Hashes.Content), problems));
        Assert.Contains("plugin/Plugin.gate.dll", Assert.Single(problems).Text, StringComparison.Ordinal);
        Assert.Equal(PluginProblemCodes.WrongHash, problems[0].Code);
    }

    [Fact]
    public void A_plugin_whose_list_of_hashes_was_changed_with_it_is_not_the_one_that_was_locked()
    {
        var (installed, _) = Install(TestPlugin.Returning("gate", "open").Pack(_folder.Path));
        File.AppendAllText(installed!.Assembly, "x");
        var files = installed.Hashes.Files.Keys.ToList();
        File.WriteAllBytes(Path.Combine(installed.Root, HashList.FileName), HashList.Of(installed.Root, files).ToJson());
        var problems = new List<PluginProblem>();

        Assert.Null(_store.Find(new LockedPlugin("gate", installed.Manifest.Version, installed.Hashes.Content), problems));
        Assert.Equal(PluginProblemCodes.WrongHash, Assert.Single(problems).Code);
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("plugin/../../evil.txt")]
    [InlineData("/etc/evil.txt")]
    [InlineData("plugin\\evil.txt")]
    [InlineData("plugin//evil.txt")]
    [InlineData("./evil.txt")]
    [InlineData("C:evil.txt")]
    [InlineData("plugin/evil\0.txt")]
    public void A_path_that_leads_elsewhere_or_is_not_canonical_is_refused(string path)
    {
        var (installed, problems) = Install(Changed(archive => Add(archive, path, [1])));

        Assert.Null(installed);
        Assert.Contains(problems, problem => problem.Code == PluginProblemCodes.WrongPath);
        Assert.False(File.Exists(Path.Combine(_store.Folder, ".incoming", "evil.txt")));
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var (_, problems) = Install(Changed(archive => Add(archive, "plugin/bomb", new byte[3 << 20])));
        Assert.Contains(problems, problem => problem.Code == PluginProblemCodes.TooLarge && problem.Text.Contains("packed to less than", StringComparison.Ordinal));

        (_, problems) = Install(Changed(archive => Add(archive, "plugin/large", new byte[5 << 20])));
        Assert.Contains(problems, problem => problem.Code == PluginProblemCodes.TooLarge);

        (_, problems) = Install(Changed(archive =>
        {
            for (var i = 0; i < 101; i++) Add(archive, "plugin/file" + i, [1]);
        }));
        Assert.Contains("has 10", Assert.Single(problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_there_twice_is_refused_even_in_another_case()
    {
        var (_, problems) = Install(Changed(archive => Add(archive, "PLUGIN.JSON", [1])));

        Assert.Contains(problems, problem => problem.Code == PluginProblemCodes.DuplicatePath);
    }

    [Fact]
    public void A_file_that_is_in_no_list_or_is_missing_is_refused()
    {
        var (_, problems) = Install(Changed(archive => Add(archive, "plugin/stowaway.dll", [1])));
        Assert.Contains("'plugin/stowaway.dll' is in the package and not in hashes.json", Assert.Single(problems).Text, StringComparison.Ordinal);

        (_, problems) = Install(Changed(archive => archive.GetEntry("plugin/Plugin.gate.dll")!.Delete()));
        Assert.Contains(problems, problem => problem.Code == PluginProblemCodes.MissingFile);

        (_, problems) = Install(Changed(archive => archive.GetEntry("hashes.json")!.Delete()));
        Assert.Equal(PluginProblemCodes.MissingFile, Assert.Single(problems).Code);
    }

    [Fact]
    public void What_is_no_package_is_a_problem_and_no_exception()
    {
        var path = _folder["none.nupkg"];
        File.WriteAllText(path, "PK\x03\x04 no");
        Assert.Equal(PluginProblemCodes.Unreadable, Assert.Single(Install(path).Problems).Code);
        Assert.Equal(PluginProblemCodes.Unreadable, Assert.Single(Install(_folder["missing.nupkg"]).Problems).Code);
    }

    [Fact]
    public void A_link_in_a_built_folder_is_refused()
    {
        var built = TestPlugin.Returning("gate", "open").Build(_folder["built"]);
        File.CreateSymbolicLink(Path.Combine(built, "link"), "/etc/hostname");

        Assert.Equal(PluginProblemCodes.WrongPath, Assert.Single(Install(built).Problems).Code);
    }

    [Fact]
    public void Where_keys_are_trusted_a_package_has_to_be_signed_by_one_of_them_or_be_allowed_by_name()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var policy = new SignaturePolicy([key.ExportSubjectPublicKeyInfoPem()], [], "/etc/softswitch.yaml");

        var (_, problems) = Install(Changed(_ => { }), policy);
        Assert.Contains("'allow-unsigned: [gate]' under 'plugins' in /etc/softswitch.yaml", Assert.Single(problems).Text, StringComparison.Ordinal);
        Assert.Equal(PluginProblemCodes.Signature, Assert.Single(Install(Changed(archive => Sign(archive, other)), policy).Problems).Code);
        Assert.Empty(Install(Changed(archive => Sign(archive, key)), policy).Problems);
        Assert.Empty(Install(Changed(_ => { }), policy with { AllowUnsigned = ["gate"] }).Problems);
    }

    [Fact]
    public void The_lock_is_read_as_it_was_written_and_a_damaged_one_is_a_problem()
    {
        var locked = new LockedPlugin("gate", SemanticVersion.Parse("1.2.3-rc.1"), new string('a', 64)) { Reseller = "telco", IsDisabled = true };
        PluginLock.Write(_store.Folder, [locked]);
        Assert.Equal([locked], PluginLock.Read(_store.Folder, []));

        File.WriteAllText(Path.Combine(_store.Folder, PluginLock.FileName), "{\"lock\":1,\"plugins\":[{\"id\":\"../x\"}]}");
        var problems = new List<PluginProblem>();
        Assert.Empty(PluginLock.Read(_store.Folder, problems));
        Assert.Equal(PluginProblemCodes.Lock, Assert.Single(problems).Code);
    }

    [Theory]
    [InlineData("/data/plugins/foo", "/data/plugins/foo/x.dll", true)]
    [InlineData("/data/plugins/foo", "/data/plugins/foo-evil/x.dll", false)]
    [InlineData("/data/plugins/foo", "/data/plugins/foo", false)]
    [InlineData("/data/plugins/foo/", "/data/plugins/foo/../bar", false)]
    public void A_folder_beside_another_is_not_in_it(string folder, string path, bool isInside) => Assert.Equal(isInside, ContainedPath.IsInside(folder, path));

    [Fact]
    public void Packages_that_were_changed_anywhere_are_refused_or_are_what_they_were()
    {
        var good = File.ReadAllBytes(TestPlugin.Returning("gate", "open").Pack(_folder.Path));
        var random = new Random(7);
        var path = _folder["fuzzed.nupkg"];
        var hash = "";
        for (var round = 0; round < 400; round++)
        {
            var bad = (byte[])good.Clone();
            for (var i = random.Next(0, 12); i > 0; i--) bad[random.Next(4) == 0 ? random.Next(bad.Length) : bad.Length - 1 - random.Next(600)] = (byte)random.Next(256);
            File.WriteAllBytes(path, round % 8 == 1 ? bad[..random.Next(bad.Length)] : bad);
            var (installed, problems) = Install(path);
            Assert.Equal(installed is null, problems.Count > 0);
            if (installed is null) continue;
            if (hash.Length == 0) hash = installed.Hashes.Content;
            Assert.Equal(hash, installed.Hashes.Content);
        }

        Assert.NotEmpty(hash);
    }

    private (PluginFolder? Installed, List<PluginProblem> Problems) Install(string source, SignaturePolicy? policy = null)
    {
        var problems = new List<PluginProblem>();
        return (_store.Install(source, policy ?? SignaturePolicy.None, problems, _ => { }), problems);
    }

    private string Changed(Action<ZipArchive> change)
    {
        var package = TestPlugin.Returning("gate", "open").Pack(_folder.Path);
        using var archive = ZipFile.Open(package, ZipArchiveMode.Update);
        change(archive);
        return package;
    }

    private static void Add(ZipArchive archive, string path, byte[] content)
    {
        using var stream = archive.CreateEntry(path).Open();
        stream.Write(content);
    }

    private static void Sign(ZipArchive archive, ECDsa key)
    {
        using var content = new MemoryStream();
        using (var stream = archive.GetEntry("hashes.json")!.Open()) stream.CopyTo(content);
        Add(archive, HashList.SignatureName, key.SignData(content.ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }
}
