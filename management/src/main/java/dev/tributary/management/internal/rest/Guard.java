package dev.tributary.management.internal.rest;

import dev.tributary.management.internal.login.Logins;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lets in who is logged in. Thread-safe. */
final class Guard {

  /** Stands in {@code www-authenticate}. */
  static final String CHALLENGE = "Basic Realm=\"tributary\"";

  private static final String BEARER = "bearer ";

  private final Logins logins;

  Guard(Logins logins) {
    this.logins = logins;
  }

  /**
   * The token of the caller.
   *
   * @param authorization the header; null if it was not sent
   */
  String admit(@Nullable String authorization) throws ApiException {
    if (authorization == null || authorization.isBlank()) {
      throw new ApiException(
          401,
          "AUTHORIZATION_HEADER_ERROR",
          "the header authorization is missing: expected Bearer and the token that POST /login"
              + " answers");
    }
    if (authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      String token = authorization.substring(BEARER.length()).strip();
      if (logins.user(token).isPresent()) {
        return token;
      }
      throw new ApiException(
          401, "BAD_TOKEN", "the token is unknown, has expired or was ended; log in again");
    }
    throw new ApiException(
        401,
        "BAD_API_KEY_OR_SECRET",
        "there is no such API key; use the token that POST /login answers");
  }
}
