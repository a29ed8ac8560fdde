using System.Text;
using Softswitch.Sdk;

namespace Sample.Phonebook;

/// <summary>Says whose a number is: <c>PUT /x/sample.phonebook/people/50640001000</c>.</summary>
[HttpEndpoint("PUT", "people/{number}")]
public sealed class PutPerson(IKeyValueStore store) : IHttpEndpoint
{
    /// <inheritdoc/>
    public async ValueTask<HttpReply> HandleAsync(HttpQuery query, CancellationToken cancellation)
    {
        try
        {
            var person = new DirectoryEntry(Encoding.UTF8.GetString(query.Body.Span));
            await store.SetAsync(Phonebook.KeyOf(query.Path["number"]), person.Name, cancellation);
            return HttpReply.Of(204);
        }
        catch (ArgumentException e)
        {
            return HttpReply.Text(e.Message) with { Status = 400 };
        }
    }
}
