package dev.tributary.management.internal.rest;

import dev.tributary.management.internal.login.Logins;
import io.javalin.http.HandlerType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /login} and {@code /logout}. */
final class LoginRoutes {

  private final Logins logins;
  private final String version;

  LoginRoutes(Logins logins, String version) {
    this.logins = logins;
    this.version = version;
  }

  void addTo(Routes routes) {
    routes
        .open(HandlerType.POST, Routes.PREFIX + "/login", this::login)
        .post("/logout", this::logout);
  }

  private Reply login(Request request) throws ApiException {
    Map<String, @Nullable Object> body = request.json();
    Object username = required(body, "username");
    Object password = required(body, "password");
    Logins.Result result =
        username instanceof String name && password instanceof String secret
            ? logins.login(name, secret)
            : new Logins.Result.Refused();
    return switch (result) {
      case Logins.Result.Welcome(String token) -> Reply.ok(welcome(token));
      case Logins.Result.Refused() ->
          throw new ApiException(401, "BAD_USERNAME_OR_PWD", "the name or the password is wrong");
      case Logins.Result.Locked() ->
          throw new ApiException(
              401, "LOGIN_LOCKED", "too many wrong passwords for this name; try again later");
    };
  }

  private static Object required(Map<String, @Nullable Object> body, String field)
      throws ApiException {
    Object value = body.get(field);
    if (value == null) {
      throw ApiException.badRequest(field + ": is missing: expected text");
    }
    return value;
  }

  private Map<String, @Nullable Object> welcome(String token) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("token", token);
    answer.put("version", version);
    answer.put("license", Map.of("edition", "opensource"));
    answer.put("role", "administrator");
    answer.put("namespace", null);
    return answer;
  }

  private Reply logout(Request request) throws ApiException {
    Object username = required(request.json(), "username");
    if (!logins.user(request.token()).filter(username::equals).isPresent()) {
      throw new ApiException(
          401, "WRONG_TOKEN_OR_USERNAME", "the token is not that of the user " + username);
    }
    logins.logout(request.token());
    return Reply.nothing();
  }
}
