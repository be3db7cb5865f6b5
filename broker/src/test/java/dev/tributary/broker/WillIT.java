package dev.tributary.broker;

import static dev.tributary.broker.Wire.hex;
import static dev.tributary.broker.Wire.packet;
import static dev.tributary.broker.Wire.publish5;
import static dev.tributary.broker.Wire.subscribe5;
import static dev.tributary.broker.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Wills, byte by byte. */
class WillIT extends WithBroker {

  @Test // [MQTT-3.1.2-8], [MQTT-3.14.4-3]
  void theWillIsPublishedUnlessTheClientSaysGoodbye() throws IOException {
    try (RawClient subscriber = five("s")) {
      subscriber.send(subscribe5(1, "", "will/#", 0)).read();
      byte[] polite = Wire.connect5Will("polite", "", "will/polite", "gone");
      try (RawClient client = connected(polite)) {
        client.send(hex("e000")).expectEnd();
      }
      byte[] rude = Wire.connect5Will("rude", "", "will/rude", "gone");
      connected(rude).close();
      subscriber.expect(publish5(0, 0, "will/rude", "", "gone"));
      byte[] asked = Wire.connect5Will("asked", "", "will/asked", "gone");
      try (RawClient client = connected(asked)) {
        client.send(hex("e001 04")).expectEnd();
      }
      subscriber.expect(publish5(0, 0, "will/asked", "", "gone"));
    }
    assertThat(server.topics()).containsExactly("will/rude", "will/asked");
  }

  @Test // [MQTT-3.1.3-9]
  void aDelayedWillWaitsForItsTimeAndIsTakenBackByAReconnect() throws IOException {
    byte[] connect =
        packet(
            0x10,
            text("MQTT"),
            hex("05 04 0000"),
            Wire.properties("11 00000e10"),
            text("delayed"),
            Wire.properties("18 0000001e"),
            text("will"),
            text("gone"));
    try (RawClient subscriber = five("s")) {
      subscriber.send(subscribe5(1, "", "will", 0)).read();
      connected(connect).close();
      server.await("connections.count", 1);
      server.advanceSeconds(20);
      connected(connect).close();
      server.await("client.disconnected", 2);
      server.advanceSeconds(20);
      subscriber.expectNothing();
      assertThat(server.topics()).isEmpty();
      server.advanceSeconds(11);
      subscriber.expect(publish5(0, 0, "will", "", "gone"));
    }
  }
}
