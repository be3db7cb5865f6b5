package dev.tributary.sink.kinesis;

import dev.tributary.sink.kinesis.Fault.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.apache.http.NoHttpResponseException;
import org.apache.http.conn.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what a request that got no answer means. The cause is often several exceptions deep. */
final class NetworkFaults {

  private static final int CAUSES_MAX = 16;

  private NetworkFaults() {}

  static Fault classify(SdkException e, Target target) {
    Throwable cause = e;
    for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
      Fault known = known(cause, target);
      if (known != null) {
        return known;
      }
      cause = cause.getCause();
    }
    return new Fault(Kind.TRANSIENT, "Unknown", "the request to " + target + " failed: " + text(e));
  }

  private static @Nullable Fault known(Throwable cause, Target target) {
    String endpoint = target.endpoint();
    return switch (cause) {
      case UnknownHostException _, UnresolvedAddressException _ ->
          unreachable(
              "UnknownHost", "the host of endpoint " + endpoint + " is not known: correct it");
      case ConnectTimeoutException _ ->
          unreachable(
              "ConnectTimeout",
              "no connection to " + endpoint + " in time: is the endpoint right, the network up?");
      case ConnectException _, NoRouteToHostException _ ->
          unreachable(
              "ConnectionRefused",
              "connection to "
                  + endpoint
                  + " refused: is Kinesis running there? If not, correct the endpoint");
      case SocketTimeoutException _, ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ ->
          transientFault("Timeout", "no answer from " + endpoint + " in time");
      case SSLException tls ->
          unreachable(
              "TlsFailure", "no secure connection to " + endpoint + ": " + tls.getMessage());
      case SocketException _, NoHttpResponseException _ ->
          transientFault("ConnectionReset", endpoint + " closed the connection without an answer");
      default -> credentials(cause);
    };
  }

  /** The SDK has no type of its own for this. */
  private static @Nullable Fault credentials(Throwable cause) {
    String message = cause.getMessage();
    boolean about = message != null && message.startsWith("Unable to load credentials");
    return about
        ? new Fault(
            Kind.OPERATOR,
            "CredentialsMissing",
            "no AWS credentials found: set aws_access_key_id and aws_secret_access_key, or give"
                + " this process AWS credentials by environment, profile or role")
        : null;
  }

  private static Fault unreachable(String code, String why) {
    return new Fault(Kind.UNREACHABLE, code, why);
  }

  private static Fault transientFault(String code, String why) {
    return new Fault(Kind.TRANSIENT, code, why);
  }

  private static String text(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
