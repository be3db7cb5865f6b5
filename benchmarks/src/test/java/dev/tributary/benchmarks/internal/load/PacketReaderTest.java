package dev.tributary.benchmarks.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the load understands. */
class PacketReaderTest {

  private static final int BYTES_MAX = 64;

  @Test
  void packetsAreFoundHoweverTheyArrive() throws IOException {
    // CONNACK, SUBACK, PUBACK 1, PUBACK 2 with reason code 0, PUBLISH "hi" on "a".
    byte[] all =
        HexFormat.of()
            .parseHex(
                "20020000" + "9003000101" + "40020001" + "4003000200" + "300500016168" + "69");
    for (int cut = 0; cut < all.length; cut++) {
      Heard heard = new Heard();
      PacketReader reader = new PacketReader("a", BYTES_MAX, heard);
      reader.in().put(all, 0, cut);
      reader.read();
      reader.in().put(all, cut, all.length - cut);
      reader.read();
      assertThat(heard.all)
          .containsExactly(
              "connected", "subscribed", "acknowledged", "acknowledged", "message 30 00016168 69");
    }
  }

  @Test
  void refusalsAreToldWithTheirCode() {
    assertFails("20020005", "the broker refused the connection of a (reason code 0x05)");
    assertFails("2003008700", "the broker refused the connection of a (reason code 0x87)");
    assertFails("4003000197", "the broker refused a publish of a (reason code 0x97)");
    assertFails("9003000180", "the broker refused the subscription of a (reason code 0x80)");
    assertFails("E0018E", "the broker disconnected a (reason code 0x8E)");
    assertFails("50020001", "the broker sent a a packet of type 5");
    assertFails("307F" + "00".repeat(BYTES_MAX - 2), "the broker sent a a packet that is too long");
  }

  private static void assertFails(String hex, String message) {
    PacketReader reader = new PacketReader("a", BYTES_MAX, new Heard());
    reader.in().put(HexFormat.of().parseHex(hex));
    assertThatThrownBy(reader::read).isInstanceOf(BenchmarkFailure.class).hasMessage(message);
  }

  private static final class Heard implements Link.Peer {

    private final List<String> all = new ArrayList<>();

    @Override
    public void connected() {
      all.add("connected");
    }

    @Override
    public void subscribed() {
      all.add("subscribed");
    }

    @Override
    public void acknowledged() {
      all.add("acknowledged");
    }

    @Override
    public void message(int first, ByteBuffer in) {
      byte[] topic = new byte[4];
      in.get(in.position(), topic);
      all.add(
          "message %02x %s %02x"
              .formatted(
                  first, HexFormat.of().formatHex(topic), in.get(in.position() + topic.length)));
    }

    @Override
    public void drained() {}
  }
}
