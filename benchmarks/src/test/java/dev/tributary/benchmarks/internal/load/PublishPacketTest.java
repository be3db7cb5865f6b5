package dev.tributary.benchmarks.internal.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the load sends and understands. */
class PublishPacketTest {

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void everyPublishIsValidAndPassesTheRule(int version) throws IOException {
    PublishPacket packet = new PublishPacket("bench-00007", version, 200);
    int properties = version == 5 ? 1 : 0;
    for (int number = 1; number <= 70_000; number++) {
      ByteBuffer out = ByteBuffer.allocate(packet.length());
      packet.next(out);
      assertThat(out.hasRemaining()).isFalse();
      if (number > 200 && number < 65_500) {
        continue;
      }
      byte[] bytes = out.array();
      assertThat(bytes[0]).isEqualTo((byte) 0x32);
      int body = 3;
      int length = (bytes[1] & 0x7F) | (bytes[2] << 7);
      assertThat(length).isEqualTo(bytes.length - body);
      int identifierAt = body + 2 + "t/bench-00007".length();
      int identifier = ((bytes[identifierAt] & 0xFF) << 8) | (bytes[identifierAt + 1] & 0xFF);
      assertThat(identifier).as("[MQTT-2.2.1-3]").isEqualTo((number - 1) % 65_535 + 1);
      int payloadAt = identifierAt + 2 + properties;
      assertThat(bytes.length - payloadAt).isEqualTo(200);
      JsonNode payload = new ObjectMapper().readTree(bytes, payloadAt, 200);
      assertThat(payload.path("temp").asDouble()).isBetween(21.0, 98.9);
      assertThat(payload.path("seq").asInt()).isEqualTo(number);
    }
  }

  @Test
  void acknowledgementsAreCountedHoweverTheyArrive() {
    // CONNACK accepted, PUBACK 1, PUBACK 2 with reason code 0, PUBACK 3.
    byte[] all = HexFormat.of().parseHex("20020000" + "40020001" + "4003000200" + "40020003");
    for (int cut = 0; cut < all.length; cut++) {
      PacketReader reader = new PacketReader("a");
      reader.in().put(all, 0, cut);
      int acknowledgements = reader.acknowledgements();
      reader.in().put(all, cut, all.length - cut);
      acknowledgements += reader.acknowledgements();
      assertThat(acknowledgements).isEqualTo(3);
      assertThat(reader.isConnected()).isTrue();
    }
  }

  @Test
  void refusalsAreToldWithTheirCode() {
    assertRefused("20020005", "the broker refused the connection of a (reason code 0x05)");
    assertRefused("2003008700", "the broker refused the connection of a (reason code 0x87)");
    assertRefused(
        "20020000" + "4003000197", "the broker refused a publish of a (reason code 0x97)");
    assertRefused("20020000" + "E0018E", "the broker disconnected a (reason code 0x8E)");
  }

  private static void assertRefused(String hex, String message) {
    PacketReader reader = new PacketReader("a");
    reader.in().put(HexFormat.of().parseHex(hex));
    assertThatThrownBy(reader::acknowledgements)
        .isInstanceOf(BenchmarkFailure.class)
        .hasMessage(message);
  }
}
