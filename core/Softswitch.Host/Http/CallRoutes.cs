using System.Data.Common;
using System.Net;
using Softswitch.Dialplan.Traces;
using Softswitch.Kernel.Accounts.Testing;

namespace Softswitch.Host.Http;

/// <summary>
/// Why a call went where it went, for this machine only: <c>GET /calls/CALL/trace</c> as JSON, <c>GET /calls/CALL/explain</c> for people, <c>GET /calls/CALL/inputs</c> what came into it, and
/// <c>GET /calls/CALL/replay</c> whether it would go the same way again. The call is named by its identifier, or by its caller's Call-ID; <c>?account=A</c> looks at the calls of that account
/// only, for two callers may choose the same Call-ID.
/// </summary>
/// <param name="find">The trace of a call as JSON, whether it is up or over, and its inputs where they are kept; null where there is none.</param>
/// <param name="replay">Runs a call again from its trace and inputs.</param>
internal sealed class CallRoutes(
    Func<string, string?, CancellationToken, Task<(string Trace, string? Inputs)?>> find, Func<string, string, CancellationToken, Task<CallReplay>> replay)
{
    private const string Prefix = "/calls/";

    /// <summary>Whether a path is one of these.</summary>
    public static bool Serves(string path) => path.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The answer to a request; it never throws for what comes from the network.</summary>
    public async Task<HttpAnswer> AnswerAsync(HttpQuestion question, CancellationToken cancellation)
    {
        if (!IPAddress.IsLoopback(question.From)) return new HttpAnswer(403, "Traces are for this machine only.\n");
        if (question.Method is not ("GET" or "HEAD")) return new HttpAnswer(405, "Use GET.\n", Allow: "GET");
        var path = question.Path[Prefix.Length..];
        var slash = path.LastIndexOf('/');
        var form = path[(slash + 1)..];
        if (slash <= 0 || form is not ("trace" or "explain" or "inputs" or "replay")) return new HttpAnswer(404, "Here are /calls/CALL/trace, explain, inputs and replay.\n");
        // A slash may stand in a Call-ID (RFC 3261 §25.1), and is the one letter that a path keeps escaped.
        var call = path[..slash].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        try
        {
            if (await find(call, question.Query.GetValueOrDefault("account"), cancellation) is not var (trace, inputs))
                return new HttpAnswer(404, "No trace of this call is kept; that of a call which has just ended comes within a second.\n");
            return form switch
            {
                "trace" => new HttpAnswer(200, trace, "application/json"),
                "explain" => new HttpAnswer(200, TraceText.Of(trace)),
                _ when inputs is null => new HttpAnswer(404, "What came into this call is not kept: set record-inputs: true in its account, and look at a call that is over.\n"),
                "inputs" => new HttpAnswer(200, inputs, "application/json"),
                _ => Answer(await replay(trace, inputs, cancellation)),
            };
        }
        catch (DbException e)
        {
            return new HttpAnswer(503, $"The database does not answer: {e.Message}\n");
        }
        catch (FormatException e)
        {
            return new HttpAnswer(500, e.Message + "\n");
        }
    }

    private static HttpAnswer Answer(CallReplay replay)
    {
        var changes = string.Concat(replay.Changes.Select(change => $"Not as it was then: {change}\n"));
        var trace = replay.Trace is { } text ? TraceText.Of(text) : "";
        return replay.Difference is { } difference
            ? new HttpAnswer(409, $"The replay goes another way: {difference}\n{changes}{trace}")
            : new HttpAnswer(200, $"The replay goes the same way:\n{changes}{trace}");
    }
}
