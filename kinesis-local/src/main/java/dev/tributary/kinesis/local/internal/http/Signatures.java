package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.Refusal;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks signatures of version 4 when there are credentials; accepts everything when there are
 * none. Knows one region. Answers with AWS's errors; a session token is neither needed nor looked
 * at. Thread-safe.
 */
public final class Signatures {
  private static final int BAD_REQUEST = 400;
  private static final String TERMINATOR = "aws4_request";
  private static final String DATE = "X-Amz-Date";
  private static final Duration SKEW_MAX = Duration.ofMinutes(15);
  private static final int SCOPE_PARTS = 5;
  private static final int DAY_CHARS = 8;
  private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
  private static final Pattern QUERY_ALGORITHM = Pattern.compile("[?&]X-Amz-Algorithm(?:[=&]|$)");
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Map<String, String> secrets;
  private final String region;
  private final InstantSource clock;

  /**
   * @param secrets by access key id
   */
  public Signatures(Map<String, String> secrets, String region, InstantSource clock) {
    this.secrets = Map.copyOf(secrets);
    this.region = region;
    this.clock = clock;
  }

  boolean areChecked() {
    return !secrets.isEmpty();
  }

  /**
   * Why the request is not accepted; empty if it is.
   *
   * @param service that it has to be signed for
   */
  Optional<Refusal> check(FullHttpRequest request, String service) {
    if (!areChecked()) {
      return Optional.empty();
    }
    String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    if (header == null || header.isBlank()) {
      return refused("MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    if (QUERY_ALGORITHM.matcher(request.uri()).find()) {
      return invalid(
          "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
    }
    return checkParts(request, service, header);
  }

  private Optional<Refusal> checkParts(FullHttpRequest request, String service, String header) {
    Map<String, String> values = new HashMap<>();
    String[] parts = SEPARATORS.split(header.strip(), -1);
    for (String part : parts) { // what is no pair is not looked at
      int equals = part.indexOf('=');
      if (equals > 0) {
        values.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    List<String> missing = new ArrayList<>();
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (values.getOrDefault(name, "").isEmpty()) {
        missing.add("Authorization header requires '%s' parameter.".formatted(name));
      }
    }
    String given = request.headers().get(DATE, request.headers().get(HttpHeaderNames.DATE));
    if (given == null) {
      missing.add(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }
    if (!missing.isEmpty()) {
      return incomplete(String.join(" ", missing) + " Authorization=" + header);
    }
    if (!parts[0].equals(SignedRequest.ALGORITHM)) {
      return incomplete("Unsupported AWS 'algorithm': '%s'".formatted(parts[0]));
    }
    String date = date(request);
    if (date == null) {
      return incomplete(
          "Date must be in ISO-8601 'basic format'. Got '%s'. See http://en.wikipedia.org/wiki/ISO_8601"
              .formatted(given));
    }
    return checkScope(request, service, values, date);
  }

  private Optional<Refusal> checkScope(
      FullHttpRequest request, String service, Map<String, String> values, String date) {
    String credential = values.getOrDefault("Credential", "");
    String[] scope = credential.split("/", -1);
    if (scope.length != SCOPE_PARTS) {
      return incomplete(
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term, got '%s'".formatted(credential));
    }
    if (!scope[1].equals(date.substring(0, DAY_CHARS))) {
      return invalid(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP:"
              + " '%s' != '%s', from '%s'."
                  .formatted(scope[1], date.substring(0, DAY_CHARS), date));
    }
    if (!scope[2].equals(region)) {
      return invalid(
          "Credential should be scoped to a valid region, not '%s'. It is '%s' here."
              .formatted(scope[2], region));
    }
    if (!scope[3].equals(service)) {
      return invalid("Credential should be scoped to correct service: '%s'.".formatted(service));
    }
    if (!scope[4].equals(TERMINATOR)) {
      return invalid(
          "Credential should be scoped with a valid terminator: '%s', not '%s'."
              .formatted(TERMINATOR, scope[4]));
    }
    String secret = secrets.get(scope[0]);
    if (secret == null) {
      return refused(
          "UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    SignedRequest signed =
        new SignedRequest(
            request,
            List.of(values.getOrDefault("SignedHeaders", "").split(";", -1)),
            date,
            credential.substring(credential.indexOf('/') + 1));
    return checkTime(date)
        .or(() -> checkSignature(signed, secret, values.getOrDefault("Signature", "")));
  }

  private Optional<Refusal> checkTime(String date) {
    Instant now = clock.instant();
    Instant then = BASIC.parse(date, Instant::from);
    Instant earliest = now.minus(SKEW_MAX);
    Instant latest = now.plus(SKEW_MAX);
    if (then.isBefore(earliest)) {
      return invalid(
          "Signature expired: %s is now earlier than %s (%s - 15 min.)"
              .formatted(date, BASIC.format(earliest), BASIC.format(now)));
    }
    if (then.isAfter(latest)) {
      return invalid(
          "Signature not yet current: %s is still later than %s (%s + 15 min.)"
              .formatted(date, BASIC.format(latest), BASIC.format(now)));
    }
    return Optional.empty();
  }

  private static Optional<Refusal> checkSignature(
      SignedRequest request, String secret, String signature) {
    if (!request.signsHost()) {
      return invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    for (String header : List.of("X-Amz-Target", DATE)) {
      if (!request.signs(header)) {
        return invalid("'%s' must be a 'SignedHeader' in the AWS Authorization.".formatted(header));
      }
    }
    boolean right =
        MessageDigest.isEqual(
            request.signature(secret).getBytes(StandardCharsets.UTF_8),
            signature.getBytes(StandardCharsets.UTF_8));
    return right
        ? Optional.empty()
        : invalid(
            "The request signature we calculated does not match the signature you provided. Check"
                + " your AWS Secret Access Key and signing method. Consult the service"
                + " documentation for details.");
  }

  /** In ISO's basic form, as it is signed; null if there is none that can be read. */
  private static @Nullable String date(FullHttpRequest request) {
    String date = request.headers().get(DATE);
    try {
      if (date != null) {
        return BASIC.format(BASIC.parse(date));
      }
      String http = request.headers().get(HttpHeaderNames.DATE);
      return http == null ? null : BASIC.format(DateTimeFormatter.RFC_1123_DATE_TIME.parse(http));
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static Optional<Refusal> incomplete(String message) {
    return refused("IncompleteSignatureException", message);
  }

  private static Optional<Refusal> invalid(String message) {
    return refused("InvalidSignatureException", message);
  }

  private static Optional<Refusal> refused(String type, String message) {
    return Optional.of(new Refusal(BAD_REQUEST, type, message));
  }
}
