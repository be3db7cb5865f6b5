package dev.tributary.broker;

import static dev.tributary.broker.Wire.connect5;
import static dev.tributary.broker.Wire.hex;
import static dev.tributary.broker.Wire.join;
import static dev.tributary.broker.Wire.packet;
import static dev.tributary.broker.Wire.publish4;
import static dev.tributary.broker.Wire.publish5;
import static dev.tributary.broker.Wire.subscribe5;
import static dev.tributary.broker.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packets come as the network likes to cut them. */
class SegmentsIT extends WithBroker {

  @Test
  @Mqtt5({"4.2-1"})
  @Mqtt3({"7.1.1-1"})
  void packetsMayBeSplitAtEveryByte() throws IOException {
    byte[] all =
        join(
            connect5("split"),
            subscribe5(1, "", "a", 1),
            publish5(1, 9, "a", "", "x"),
            hex("c000"));
    for (int cut = 1; cut < all.length; cut++) {
      try (RawClient client = unconnected()) {
        client.send(Arrays.copyOf(all, cut));
        client.send(Arrays.copyOfRange(all, cut, all.length));
        assertThat(client.read()[0]).isEqualTo((byte) 0x20);
        client.expect("9004 0001 00 01").expect("4002 0009");
        // where the ping comes in a segment of its own, the delivery may be faster
        assertThat(List.of(Wire.hex(client.read()), Wire.hex(client.read())))
            .containsExactlyInAnyOrder("d000", Wire.hex(publish5(1, 1, "a", "", "x")));
      }
    }
  }

  @Test
  @Mqtt3({"4.3.2-2", "4.3.3-2"})
  void severalPacketsInOneSegmentAreAnsweredInOrder() throws IOException {
    try (RawClient client = four("burst")) {
      List<byte[]> packets = new ArrayList<>();
      for (int id = 1; id <= 500; id++) {
        packets.add(publish4(1 + id % 2, id, "burst", "payload"));
      }
      client.send(join(packets.subList(0, 100).toArray(byte[][]::new)));
      for (int id = 1; id <= 100; id++) {
        client.expect(packet(id % 2 == 0 ? 0x40 : 0x50, two(id)));
      }
    }
    assertThat(server.topics()).hasSize(100);
  }
}
