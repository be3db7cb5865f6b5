package dev.tributary.management.internal.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.management.internal.pipeline.ChangeRefused;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of endpoints on HTTP. The order of refusals is the original's: unknown path, wrong
 * method, no login, body. The one place where exceptions become answers.
 */
public final class HttpApi {

  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

  private static final String UNKNOWN_PATH =
      "<html><head><title>404 - NOT FOUND</title></head><body><h1>404 - NOT FOUND</h1></body></html>";

  private static final List<HandlerType> METHODS =
      List.of(
          HandlerType.GET,
          HandlerType.POST,
          HandlerType.PUT,
          HandlerType.DELETE,
          HandlerType.PATCH,
          HandlerType.HEAD,
          HandlerType.OPTIONS);

  private final Routes routes;
  private final Guard guard;
  private final RequestBody bodies = new RequestBody();
  private final ObjectMapper mapper = new ObjectMapper();

  HttpApi(Routes routes, Guard guard) {
    this.routes = routes;
    this.guard = guard;
  }

  public void register(RoutesConfig config) {
    for (Routes.Route route : routes.all()) {
      config.addHttpHandler(route.method(), route.path(), context -> answer(route, context));
    }
    // After all endpoints, for Javalin takes the first that fits.
    routes.methodsByPath().forEach((path, methods) -> refuseOthers(config, path, methods));
    config.exception(NotFoundResponse.class, (_, context) -> unknownPath(context));
  }

  private static void refuseOthers(RoutesConfig config, String path, Set<String> methods) {
    String allow = String.join(", ", methods);
    for (HandlerType method : METHODS) {
      if (!methods.contains(method.name())) {
        config.addHttpHandler(
            method, path, context -> context.status(405).header("allow", allow).result(""));
      }
    }
  }

  private static void unknownPath(Context context) {
    context.status(404).contentType("text/html").result(UNKNOWN_PATH);
  }

  private void answer(Routes.Route route, Context context) throws IOException {
    try {
      String token = route.open() ? "" : guard.admit(context.header("authorization"));
      Object body = bodies.read(context.bodyInputStream(), context.header("content-type"));
      send(
          route
              .endpoint()
              .handle(new Request(context::pathParam, context::queryParams, body, token)),
          context);
    } catch (ApiException e) {
      send(e, context);
    } catch (ChangeRefused e) {
      send(refused(e), context);
    } catch (IOException e) {
      LOG.error(
          "{} {} could not be stored and changed nothing: {}",
          route.method(),
          route.path(),
          e.toString());
      send(
          new ApiException(
              500, "INTERNAL_ERROR", "the change could not be stored and was not made: " + e),
          context);
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", route.method(), route.path(), e);
      send(new ApiException(500, "INTERNAL_ERROR", "an error in Tributary; see its log"), context);
    }
  }

  private static ApiException refused(ChangeRefused e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case NOT_FOUND -> ApiException.notFound(message);
      case ALREADY_EXISTS -> new ApiException(400, "ALREADY_EXISTS", message);
      case IN_USE -> new ApiException(400, "BAD_REQUEST", message, users(e));
      case INVALID, NOT_WORKING -> ApiException.badRequest(message);
    };
  }

  private static Map<String, Object> users(ChangeRefused e) {
    Map<String, Object> users = new LinkedHashMap<>();
    if (!e.rules().isEmpty()) {
      users.put("rules", e.rules());
    }
    if (!e.actions().isEmpty()) {
      users.put("actions", e.actions());
    }
    return users;
  }

  private void send(ApiException e, Context context) throws IOException {
    if (e.status() == 401 && !e.code().equals("BAD_TOKEN")) {
      context.header("www-authenticate", Guard.CHALLENGE);
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("code", e.code());
    body.put("message", e.getMessage());
    body.putAll(e.more());
    send(new Reply(e.status(), body), context);
  }

  private void send(Reply reply, Context context) throws IOException {
    context.status(reply.status());
    switch (reply.body()) {
      case null -> context.result("");
      case Reply.Text text -> context.contentType(text.contentType()).result(text.text());
      case byte[] json -> context.contentType("application/json").result(json);
      case Object body ->
          context.contentType("application/json").result(mapper.writeValueAsBytes(body));
    }
  }
}
