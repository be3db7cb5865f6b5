package dev.tributary.sink.kinesis;

import dev.tributary.sink.kinesis.Fault.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.NoHttpResponseException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.impl.execchain.TunnelRefusedException;
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
      case SSLException failure -> tls(failure, endpoint);
      case TunnelRefusedException refused -> tunnel(refused, endpoint);
      case SocketException _, NoHttpResponseException _ ->
          transientFault("ConnectionReset", endpoint + " closed the connection without an answer");
      default -> null;
    };
  }

  private static Fault tls(SSLException failure, String endpoint) {
    String said = String.valueOf(failure.getMessage());
    String remedy = "";
    if (failure instanceof SSLPeerUnverifiedException) {
      remedy = "; correct the endpoint or ssl.server_name_indication";
    } else if (said.contains("PKIX")) {
      remedy = "; if it can be trusted, give its authority in ssl.cacertfile";
    } else if (said.contains("certificate_required") || said.contains("bad_certificate")) {
      remedy = "; it wants a certificate: check ssl.certfile and ssl.keyfile";
    }
    return unreachable("TlsFailure", "no secure connection to " + endpoint + ": " + said + remedy);
  }

  /** Apache's message has the proxy's status line. */
  private static Fault tunnel(TunnelRefusedException refused, String endpoint) {
    return unreachable(
        "ProxyRefused",
        "the proxy does not let through to "
            + endpoint
            + ": check proxy.url, proxy.username and proxy.password: "
            + refused.getMessage());
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
