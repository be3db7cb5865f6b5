package dev.tributary.broker.internal.protocol;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.assertj.core.api.Assertions;

/** Bytes through the codec, as a rule gets them; for MQTT 5 a CONNECT goes ahead. */
final class Decoded {

  private Decoded() {}

  static <T extends MqttMessage> T packet(Class<T> type, byte[]... packets) {
    EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(1_048_576, 65_535));
    MqttMessage last = null;
    for (byte[] bytes : packets) {
      codec.writeInbound(Unpooled.wrappedBuffer(bytes));
      last = codec.readInbound();
      Assertions.assertThat(last.decoderResult().cause()).isNull();
    }
    return type.cast(last);
  }
}
