package testroot;

import java.util.List;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentBuilder;

/** GET / and HEAD /, with the fields that clients look at. */
class RootHandler extends BaseRestHandler {
  private final Settings settings;

  RootHandler(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String getName() {
    return "test_root";
  }

  @Override
  public List<Route> routes() {
    return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
  }

  @Override
  protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
    return channel -> {
      Build build = Build.current();
      XContentBuilder body = channel.newBuilder().startObject();
      body.field("name", settings.get("node.name")).field("cluster_name", settings.get("cluster.name"));
      body.startObject("version");
      body.field("number", build.version()).field("build_flavor", build.flavor());
      body.endObject().field("tagline", "You Know, for Search").endObject();
      channel.sendResponse(new RestResponse(RestStatus.OK, body));
    };
  }
}
