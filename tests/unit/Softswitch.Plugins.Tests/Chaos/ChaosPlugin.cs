using Softswitch.Plugins.Tests.Support;

namespace Softswitch.Plugins.Tests.Chaos;

/// <summary>A plugin that does all that plugins must not do.</summary>
internal static class ChaosPlugin
{
    public static TestPlugin Make(string version = "1.0.0") => new TestPlugin("chaos", version)
        .Source("""
            namespace Made;
            public static class Evil
            {
                public static readonly List<byte[]> Hoard = [];
                public static int Depth(int level) => level + Depth(level + 1) + Depth(level + 2);
            }
            """)
        .Step("calm", "return new(\"done\");", "done")
        .Step("throws", "throw new InvalidOperationException(\"on purpose\");")
        .Step("hangs", "await new TaskCompletionSource().Task; return \"done\";")
        .Step("blocks", "new ManualResetEventSlim().Wait(); return new(\"done\");")
        .Step("spins", "while (true) { }")
        .Step("leaks", "for (var i = 0; i < 100; i++) Evil.Hoard.Add(GC.AllocateArray<byte>(10_000)); return new(\"done\");")
        .Step("allocates", "while (true) { var more = new byte[1 << 20]; Array.Fill(more, (byte)1); Evil.Hoard.Add(more); }")
        .Step("allocates-outside", "unsafe { while (true) { var more = (byte*)System.Runtime.InteropServices.NativeMemory.Alloc(1 << 20); for (var i = 0; i < 1 << 20; i += 512) more[i] = 1; } }")
        .Step("overflows", "return new(Evil.Depth(1).ToString());")
        .Step("exits", "Environment.Exit(3); return new(\"done\");")
        .Step("fails-fast", "Environment.FailFast(\"on purpose\"); return new(\"done\");")
        .Step("crashes", "new Thread(() => throw new InvalidOperationException(\"on a thread of its own\")).Start(); Thread.Sleep(5000); return new(\"done\");")
        .Step("corrupts", "unsafe { *(int*)0x200000 = 1; } return new(\"done\");")
        .Step("babbles", "for (var i = 0; i < 2_000_000; i++) call.Explain(\"blah\"); return new(\"done\");")
        .Step("reaches", """
            var store = (Softswitch.Sdk.IKeyValueStore)Services.GetService(typeof(Softswitch.Sdk.IKeyValueStore))!;
            foreach (var key in new[] { "../globex/money", "globex:money", "/globex/money" }) await store.SetAsync(key, "mine", hangup);
            try { call.Variables.Set("account", "globex"); return "reached"; } catch (ArgumentException) { }
            return call.Account;
            """, "acme");
}
