package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The server itself, through the real AWS SDK in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class LocalKinesisIT extends LocalKinesisFixture {
  LocalKinesisIT(boolean cbor) {
    super(cbor);
  }

  @Test
  void speaksTheEncodingUnderTest() {
    kinesis.describeLimits();
    assertThat(wire.lastContentType())
        .isEqualTo(cbor ? "application/x-amz-cbor-1.1" : "application/x-amz-json-1.1");
  }

  @Test
  void namesThePortInUse() {
    LocalKinesisSettings same =
        LocalKinesisSettings.defaults()
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    try (LocalKinesis second = new LocalKinesis(same, clock, new Random(2))) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + server.port() + " is in use");
    }
  }

  @Test
  void createsAStreamOnce() {
    create(2);
    create(5);
    assertThat(kinesis.listShards(r -> r.streamName("s")).shards()).hasSize(2);
    assertThatThrownBy(() -> server.createStream("a b", 1)).hasMessageContaining("'a b'");
    assertThatThrownBy(() -> server.createStream("t", 0)).hasMessageContaining("1 to 1000");
  }
}
