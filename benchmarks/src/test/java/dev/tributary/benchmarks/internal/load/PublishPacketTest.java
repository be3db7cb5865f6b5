package dev.tributary.benchmarks.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the load sends. */
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
}
