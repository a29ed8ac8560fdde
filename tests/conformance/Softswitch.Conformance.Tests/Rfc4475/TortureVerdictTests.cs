namespace Softswitch.Conformance.Tests.Rfc4475;

/// <summary>
/// Every message of RFC 4475 with the verdict that its section asks for. Where the text leaves a choice, the row says what
/// we chose and the text allows.
/// </summary>
public class TortureVerdictTests
{
    public static TheoryData<string, string, Part, int> Verdicts => new()
    {
        // 3.1.1 Valid messages.
        { "3.1.1.1", "wsinv", Part.None, 0 },
        { "3.1.1.2", "intmeth", Part.UasCore, 501 }, // Well formed; the method is one that nobody has.
        { "3.1.1.3", "esc01", Part.None, 0 },
        { "3.1.1.4", "escnull", Part.None, 0 },
        { "3.1.1.5", "esc02", Part.UasCore, 501 }, // The escapes in the method's name mean nothing: it is not REGISTER.
        { "3.1.1.6", "lwsdisp", Part.None, 0 },
        { "3.1.1.7", "longreq", Part.None, 0 },
        { "3.1.1.8", "dblreq", Part.None, 0 },
        { "3.1.1.9", "semiuri", Part.None, 0 },
        { "3.1.1.10", "transports", Part.None, 0 },
        { "3.1.1.11", "mpart01", Part.None, 0 },
        { "3.1.1.12", "unreason", Part.None, 0 },
        { "3.1.1.13", "noreason", Part.None, 0 },

        // 3.1.2 Invalid messages.
        { "3.1.2.1", "badinv01", Part.Validation, 400 },
        { "3.1.2.2", "clerr", Part.Parser, 400 },
        { "3.1.2.3", "ncl", Part.Parser, 400 },
        { "3.1.2.4", "scalar02", Part.Parser, 400 },
        { "3.1.2.5", "scalarlg", Part.Parser, 0 }, // A response: dropped.
        { "3.1.2.6", "quotbal", Part.Validation, 400 },
        { "3.1.2.7", "ltgtruri", Part.Validation, 400 },
        { "3.1.2.8", "lwsruri", Part.Validation, 400 },
        { "3.1.2.9", "lwsstart", Part.None, 0 }, // Liberal: the additional blanks are left out.
        { "3.1.2.10", "trws", Part.None, 0 }, // Liberal, likewise.
        { "3.1.2.11", "escruri", Part.Validation, 400 },
        { "3.1.2.12", "baddate", Part.None, 0 }, // Liberal: nobody needs the date, and it is kept as it is.
        { "3.1.2.13", "regbadct", Part.Validation, 400 },
        { "3.1.2.14", "badaspec", Part.Validation, 400 },
        { "3.1.2.15", "baddn", Part.Parser, 400 }, // In the archive it also lacks its empty line; see the test below.
        { "3.1.2.16", "badvers", Part.Parser, 505 },
        { "3.1.2.17", "mismatch01", Part.Parser, 400 },
        { "3.1.2.18", "mismatch02", Part.Parser, 400 }, // 501 would do as well.
        { "3.1.2.19", "bigcode", Part.Parser, 0 },

        // 3.2 Transaction layer: it falls back to RFC 2543's rules of matching, for which the branch is not needed.
        { "3.2.1", "badbranch", Part.None, 0 },

        // 3.3 Application layer.
        { "3.3.1", "insuf", Part.Validation, 400 },
        { "3.3.2", "unkscm", Part.UasCore, 416 },
        { "3.3.3", "novelsc", Part.UasCore, 416 },
        { "3.3.4", "unksm2", Part.UasCore, 400 }, // A registrar: To must be a SIP or SIPS URI.
        { "3.3.5", "bext01", Part.UasCore, 420 },
        { "3.3.6", "invut", Part.UasCore, 415 },
        { "3.3.7", "regaut01", Part.None, 0 }, // For the registrar it is as if there were no credentials: 401.
        { "3.3.8", "multi01", Part.Validation, 400 },
        { "3.3.9", "mcl01", Part.Validation, 400 },
        { "3.3.10", "bcast", Part.UacCore, 0 }, // Two Via: not for us, dropped.
        { "3.3.11", "zeromf", Part.None, 0 }, // We are its end; only who sends it on answers 483.
        { "3.3.12", "cparam01", Part.None, 0 },
        { "3.3.13", "cparam02", Part.None, 0 },
        { "3.3.14", "regescrt", Part.None, 0 },
        { "3.3.15", "sdp01", Part.UasCore, 406 },

        // 3.4 Backward compatibility.
        { "3.4.1", "inv2543", Part.None, 0 },

        // In the RFC's archive, but in none of its sections: no SIP version and no Via, so there is no way to answer.
        { "", "test", Part.Parser, 0 },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void The_verdict_is_the_texts(string section, string name, Part by, int status)
    {
        _ = section;
        Assert.Equal(new Verdict(by, status), Verdict.Of(Transcription.Read("Rfc4475", name)));
    }

    [Fact]
    public void Names_with_a_comma_must_be_quoted()
    {
        byte[] complete = [.. Transcription.Read("Rfc4475", "baddn"), .. "\r\n"u8];
        Assert.Equal(new Verdict(Part.Validation, 400), Verdict.Of(complete));
    }

    [Fact]
    public void Every_message_has_a_verdict() =>
        Assert.Equal(Transcription.Names("Rfc4475"), Verdicts.Select(row => (string)((object[])row)[1]).Order(StringComparer.Ordinal));
}
