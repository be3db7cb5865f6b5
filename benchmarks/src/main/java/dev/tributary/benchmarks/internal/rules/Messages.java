package dev.tributary.benchmarks.internal.rules;

import dev.tributary.rule.engine.MessageEvent;
import dev.tributary.rule.engine.Publication;
import dev.tributary.rule.engine.PublishProperties;
import dev.tributary.rule.engine.Publisher;
import dev.tributary.rule.sql.Columns;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** What devices publish. */
final class Messages {
  static final String TOPIC = "t/pump-0017";

  /** 200 bytes; the field that the budget rule reads is in the middle. */
  static final byte[] REPORT =
      """
      {"device":"pump-0017","site":"north-3","ts":1795367741075,"seq":482913,"humidity":48.25,"temp":23.75,"pressure":1013.25,"status":"running","alarm":false,"firmware":"2.14.0-rc.3+build.1795","battery":87}\
      """
          .getBytes(StandardCharsets.UTF_8);

  private static final String NODE = "tributary@127.0.0.1";
  private static final long RECEIVED_AT = 1_795_367_741_075L;
  private static final Publisher PUBLISHER =
      new Publisher(
          "pump-0017", "north", new InetSocketAddress(InetAddress.ofLiteral("192.0.2.17"), 59_090));

  private Messages() {}

  /** A list of so many measurements under {@code items}. */
  static byte[] listOf(int items) {
    StringBuilder text = new StringBuilder("{\"items\":[");
    for (int i = 0; i < items; i++) {
      text.append(i == 0 ? "" : ",")
          .append("{\"id\":%d,\"v\":%d.5,\"unit\":\"bar\"}".formatted(i, i * 3));
    }
    return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** As the broker makes one for each message: what was decoded of another is not reused. */
  static Columns event(String topic, byte[] payload) {
    return new MessageEvent(
        new Publication.Made(
            1, 2, topic, payload, 1, false, PUBLISHER, PublishProperties.NONE, RECEIVED_AT),
        NODE);
  }
}
