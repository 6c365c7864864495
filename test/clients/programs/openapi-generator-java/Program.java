import java.util.List;
import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.MemoryApi;
import org.openapitools.client.model.RecallRequest;
import org.openapitools.client.model.RememberRequest;

/** Stores a memory and finds it again, with the Java client of openapi-generator. */
public final class Program {
  public static void main(String[] args) throws Exception {
    String token = System.getenv("CLIENT_TOKEN");
    String tenant = System.getenv("CLIENT_TENANT");
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv("CLIENT_URL"));
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    MemoryApi memory = new MemoryApi(client);

    var content =
        new RememberRequest()
            .content("Paris is the capital of France")
            .tags(List.of("geo"))
            .metadata(Map.of("source", "atlas"));
    var stored =
        memory.remember(
            MemoryApi.APIRememberRequest.newBuilder().rememberRequest(content).xTenantID(tenant).build());
    System.out.println("remember " + stored.getId());

    var question = new RecallRequest().query("capital of France").k(3).tags(List.of("geo"));
    var found =
        memory.recall(
            MemoryApi.APIRecallRequest.newBuilder().recallRequest(question).xTenantID(tenant).build());
    System.out.println("recall " + found.getResults().get(0).getContent());
  }
}
