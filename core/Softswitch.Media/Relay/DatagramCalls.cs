using System.Runtime.InteropServices;

namespace Softswitch.Media;

/// <summary>
/// The system calls of the relay's hot path. One datagram per call: each stream has a port, and so a socket, of its own,
/// and a socket has rarely two packets waiting, so batches per socket cost more than they save. A failed call's error is
/// asked for only then (<see cref="LastError"/>), which spares each call that succeeds two more.
/// </summary>
internal static unsafe partial class DatagramCalls
{
    /// <summary><c>MSG_TRUNC</c>: the true length is told also where the buffer was too short.</summary>
    public const int TellLength = 0x20;

    public const int TryAgain = 11;
    public const int AddressInUse = 98;
    public const int AddressNotAvailable = 99;
    public const int TooManyFilesInSystem = 23;
    public const int TooManyFiles = 24;

    /// <summary>Number of the error of this thread's last call; right after it.</summary>
    public static int LastError => Marshal.GetLastSystemError();

    [LibraryImport("libc", EntryPoint = "recvfrom")]
    public static partial nint Receive(int socket, byte* buffer, nint length, int flags, byte* from, int* fromLength);

    [LibraryImport("libc", EntryPoint = "sendto")]
    public static partial nint SendTo(int socket, byte* buffer, nint length, int flags, byte* to, int toLength);

    [LibraryImport("libc", EntryPoint = "send")]
    public static partial nint Send(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "connect")]
    public static partial int Connect(int socket, byte* to, int toLength);
}
