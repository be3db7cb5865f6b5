package dev.tributary.rule.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Messages for tests. */
final class Messages {
  static final long RECEIVED_AT = 1_795_367_741_075L;

  private Messages() {}

  static MessageEvent of(String topic, String payload) {
    return of(topic, payload.getBytes(StandardCharsets.UTF_8));
  }

  static MessageEvent of(String topic, byte[] payload) {
    return of(topic, payload, null);
  }

  static MessageEvent of(String topic, String payload, @Nullable Detour detour) {
    return of(topic, payload.getBytes(StandardCharsets.UTF_8), detour);
  }

  private static MessageEvent of(String topic, byte[] payload, @Nullable Detour detour) {
    Publisher publisher =
        new Publisher(
            "meadow-1", "fern", new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 59090));
    return new MessageEvent(
        new Publication.Made(
            1, 2, topic, payload, 1, false, publisher, PublishProperties.NONE, RECEIVED_AT),
        FixedContext.NODE,
        detour == null ? Lineage.NONE : Lineage.of(detour));
  }
}
