package dev.tributary.management.internal.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /error_codes}: what stands in {@code code} of error answers. */
final class ErrorCodeRoutes {

  private static final Map<String, String> CODES = codes();

  void addTo(Routes routes) {
    routes
        .get("/error_codes", _ -> Reply.ok(all()))
        .get("/error_codes/{code}", ErrorCodeRoutes::one);
  }

  private static Map<String, String> codes() {
    Map<String, String> codes = new TreeMap<>();
    codes.put("ALREADY_EXISTS", "There is one of that name or kind already.");
    codes.put("API_KEY_NOT_ALLOW", "This endpoint needs a login, not an API key.");
    codes.put("AUTHORIZATION_HEADER_ERROR", "The header authorization is missing.");
    codes.put("BAD_API_KEY_OR_SECRET", "There is no such API key, or its secret is wrong.");
    codes.put("BAD_LISTENER_ID", "There is no such listener, or there is one already.");
    codes.put("BAD_REQUEST", "The request is wrong; its message names the field.");
    codes.put("BAD_TOKEN", "The token is unknown, has expired or was ended.");
    codes.put("BAD_USERNAME_OR_PWD", "The name or the password is wrong.");
    codes.put("CLIENTID_NOT_FOUND", "There is no client of that identifier.");
    codes.put("INTERNAL_ERROR", "An error in the server; its log tells more.");
    codes.put("INVALID_PARAMETER", "A parameter of the query is wrong.");
    codes.put("LOGIN_LOCKED", "Too many wrong passwords; try again later.");
    codes.put("NODE_DOWN", "There is no such node.");
    codes.put("NOT_FOUND", "There is none of that name.");
    codes.put("SERVICE_UNAVAILABLE", "Not at the moment; try again later.");
    codes.put("TEST_FAILED", "What was tried did not work.");
    codes.put("TOPIC_NOT_FOUND", "Nobody subscribes the topic.");
    codes.put("UNSUPPORTED_MEDIA_TYPE", "A body has to be application/json.");
    codes.put("WRONG_TOKEN_OR_USERNAME", "The token is not that of the user.");
    return codes;
  }

  private static List<Object> all() {
    return CODES.entrySet().stream().map(ErrorCodeRoutes::view).toList();
  }

  private static Object view(Map.Entry<String, String> code) {
    Map<String, String> view = new LinkedHashMap<>();
    view.put("code", code.getKey());
    view.put("description", code.getValue());
    return view;
  }

  private static Reply one(Request request) throws ApiException {
    String code = request.path("code");
    String description = CODES.get(code);
    if (description == null) {
      throw ApiException.badRequest(
          QueryValues.shortened(code) + ": expected one of " + String.join(", ", CODES.keySet()));
    }
    return Reply.ok(view(Map.entry(code, description)));
  }
}
