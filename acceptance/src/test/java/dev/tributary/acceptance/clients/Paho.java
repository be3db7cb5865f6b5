package dev.tributary.acceptance.clients;

import java.nio.charset.StandardCharsets;

/** What Paho's two clients have in common. */
final class Paho {
  static final long PATIENCE_MILLIS = 60_000;

  private Paho() {}

  /** Something of a client that fails with a checked exception. */
  interface Call {
    void run() throws Exception;
  }

  static String uri(Endpoint endpoint) {
    String scheme = endpoint.transport().type();
    String path = endpoint.transport().isWebSocket() ? "/mqtt" : "";
    return "%s://%s:%d%s".formatted(scheme, endpoint.host(), endpoint.port(), path);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static void await(Call call) {
    try {
      call.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** At the end it does not matter what else is wrong with a client. */
  static void quietly(Call call) {
    try {
      call.run();
    } catch (Exception _) {
      return;
    }
  }
}
