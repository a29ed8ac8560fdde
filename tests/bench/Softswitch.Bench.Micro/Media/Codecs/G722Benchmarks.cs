using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Softswitch.Media;
using Softswitch.Media.Tests.Audio;

namespace Softswitch.Bench.Micro.Media.Codecs;

/// <summary>G.722 of 20 ms beside libspandsp's.</summary>
public partial class G722Benchmarks
{
    private const int Rate64k = 64_000;

    private readonly short[] _sound = Speech.Make(16_000, 0.02);
    private readonly short[] _heard = new short[320];
    private readonly byte[] _payload = new byte[160];
    private readonly IAudioEncoder _encoder = AudioCodec.G722.NewEncoder();
    private readonly IAudioDecoder _decoder = AudioCodec.G722.NewDecoder();
    private nint _theirEncoder;
    private nint _theirDecoder;

    [GlobalSetup]
    public void Prepare() => (_theirEncoder, _theirDecoder) = (NewEncoder(0, Rate64k, 0), NewDecoder(0, Rate64k, 0));

    [Benchmark]
    public int Encode() => _encoder.Encode(_sound, _payload);

    [Benchmark]
    public int Decode() => _decoder.Decode(_payload, _heard);

    [Benchmark]
    public int EncodeBySpandsp() => Encode(_theirEncoder, _payload, _sound, _sound.Length);

    [Benchmark]
    public int DecodeBySpandsp() => Decode(_theirDecoder, _heard, _payload, _payload.Length);

    [LibraryImport("libspandsp.so.2", EntryPoint = "g722_encode_init")]
    private static partial nint NewEncoder(nint at, int rate, int options);

    [LibraryImport("libspandsp.so.2", EntryPoint = "g722_decode_init")]
    private static partial nint NewDecoder(nint at, int rate, int options);

    [LibraryImport("libspandsp.so.2", EntryPoint = "g722_encode")]
    private static partial int Encode(nint state, [Out] byte[] codes, short[] samples, int count);

    [LibraryImport("libspandsp.so.2", EntryPoint = "g722_decode")]
    private static partial int Decode(nint state, [Out] short[] samples, byte[] codes, int count);
}
