package dev.tributary.broker.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Message;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.Sender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublishEncoderTest {

  private static final long ANY = Long.MAX_VALUE;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PublishEncoder encoder = new PublishEncoder(allocator, tasks::add);

  @Test
  void writesAQos0Publish() {
    EncodedPublish packet = encoder.encode(message("a/b", "hi"), false, 0, false, 0, -1, 0);
    assertThat(hex(packet, 77, false)).isEqualTo("3007" + "0003612f62" + "6869");
  }

  @Test
  void putsInTheIdentifierOfEachReceiver() {
    Message message = message("a/b", "hi");
    EncodedPublish one = encoder.encode(message, false, 1, true, 0, -1, 0);
    assertThat(hex(one, 0x1234, false)).isEqualTo("3309" + "0003612f62" + "1234" + "6869");
    EncodedPublish two = encoder.encode(message, false, 1, true, 0, -1, 0);
    assertThat(two).as("encoded once").isSameAs(one);
    assertThat(hex(two, 0xFFFF, true)).isEqualTo("3b09" + "0003612f62" + "ffff" + "6869");
    assertThat(hex(two, 1, false)).as("[MQTT-3.3.1-1]").startsWith("3309");
  }

  @Test
  void anEmptyPayloadAndNoPropertiesInMqtt5() {
    EncodedPublish packet = encoder.encode(message("t", ""), true, 0, false, 0, -1, 0);
    assertThat(hex(packet, 0, false)).isEqualTo("3004" + "000174" + "00");
  }

  @Test
  void anAliasComesWithItsTopicOnceAndThenInItsPlace() {
    Message message = message("t", "x");
    EncodedPublish set = encoder.encode(message, true, 0, false, 0, -1, 7);
    assertThat(hex(set, 0, false)).isEqualTo("3008" + "000174" + "03" + "230007" + "78");
    EncodedPublish used = encoder.encode(message, true, 0, false, 0, -1, -7);
    assertThat(hex(used, 0, false)).isEqualTo("3007" + "0000" + "03" + "230007" + "78");
  }

  @Test // [MQTT-3.1.2-24]
  void knowsItsSizeToTheByte() {
    Message message = message("t", "x".repeat(200));
    EncodedPublish packet = encoder.encode(message, true, 1, false, 200, 5, 0);
    int size = ByteBufUtil.decodeHexDump(hex(packet, 1, false)).length;
    assertThat(packet.fits(size)).isTrue();
    assertThat(packet.fits(size - 1)).isFalse();
  }

  @Test
  void moreThanAPacketCanBeFitsNobody() {
    Message message =
        message("t", new byte[0], new PublishProperties(-1, -1, 0, null, null, null, many()));
    EncodedPublish packet = encoder.encode(message, true, 0, false, 0, -1, 0);
    assertThat(packet.fits(ANY)).isFalse();
    assertThat(encoder.encode(message, false, 0, false, 0, -1, 0).fits(ANY)).isTrue();
  }

  @Test
  void aLargePayloadIsSharedAndNotKeptBeyondTheTurn() {
    Message message = message("t", "x".repeat(100_000));
    List<ByteBuf> payloads = new ArrayList<>();
    for (int id = 1; id <= 3; id++) {
      EncodedPublish packet = encoder.encode(message, true, 1, false, 0, -1, 0);
      assertThat(packet.bytes()).isLessThan(20);
      payloads.add(packet.payload());
    }
    assertThat(allocator.metric().usedDirectMemory()).isEqualTo(100_000);
    assertThat(tasks).hasSize(1);
    tasks.poll().run();
    assertThat(allocator.metric().usedDirectMemory()).isEqualTo(100_000);
    payloads.forEach(ByteBuf::release);
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    ByteBuf again = encoder.encode(message, true, 1, false, 0, -1, 0).payload();
    assertThat(again.readableBytes()).isEqualTo(100_000);
    again.release();
    tasks.poll().run();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatItWritesTheCodecReads(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Message message = random(random);
      for (int k = 0; k < 12; k++) { // more forms than are remembered
        int qos = random.nextInt(3);
        boolean five = random.nextBoolean();
        int identifier = random.nextInt(3) == 0 ? 1 + random.nextInt(268_435_455) : 0;
        long expiry = random.nextInt(3) == 0 ? random.nextLong(0x1_0000_0000L) : -1;
        int alias = random.nextInt(3) == 0 ? random.nextInt(-65_535, 65_536) : 0;
        boolean retain = random.nextBoolean();
        int id = 1 + random.nextInt(65_535);
        EncodedPublish packet =
            encoder.encode(
                message,
                five,
                qos,
                retain,
                five ? identifier : 0,
                five ? expiry : -1,
                five ? alias : 0);
        MqttPublishMessage read = decode(packet, five, id, qos > 0 && random.nextBoolean());
        assertThat(read.fixedHeader().qosLevel().value()).isEqualTo(qos);
        assertThat(read.fixedHeader().isRetain()).isEqualTo(retain);
        assertThat(read.variableHeader().topicName())
            .isEqualTo(five && alias < 0 ? "" : message.topic());
        assertThat(read.variableHeader().packetId()).isEqualTo(qos == 0 ? -1 : id);
        assertThat(ByteBufUtil.getBytes(read.payload())).isEqualTo(message.payload());
        if (five) {
          check(
              read.variableHeader().properties(), message.properties(), identifier, expiry, alias);
        }
        read.release();
      }
    }
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
    encoder.encode(message("t", ""), false, 0, false, 0, -1, 0);
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  private static void check(
      MqttProperties read, PublishProperties sent, int identifier, long expiry, int alias) {
    assertThat(PropertyReader.number(read, MqttProperties.SUBSCRIPTION_IDENTIFIER, 0))
        .isEqualTo(identifier);
    assertThat(PropertyReader.number(read, MqttProperties.TOPIC_ALIAS, 0))
        .isEqualTo(Math.abs(alias));
    PublishProperties got = PropertyReader.publish(read);
    assertThat(got.messageExpiryIntervalSeconds()).isEqualTo(expiry);
    assertThat(got.payloadFormatIndicator()).isEqualTo(sent.payloadFormatIndicator());
    assertThat(got.contentType()).isEqualTo(sent.contentType());
    assertThat(got.responseTopic()).isEqualTo(sent.responseTopic());
    assertThat(got.correlationData()).isEqualTo(sent.correlationData());
    assertThat(got.userProperties()).isEqualTo(sent.userProperties());
  }

  private static Message random(Random random) {
    int payload = random.nextInt(8) == 0 ? random.nextInt(20_000) : random.nextInt(300);
    byte[] bytes = new byte[payload];
    random.nextBytes(bytes);
    if (random.nextInt(3) == 0) {
      return message(text(random), bytes, PublishProperties.NONE);
    }
    byte[] correlation = new byte[random.nextInt(300)];
    return message(
        text(random),
        bytes,
        new PublishProperties(
            -1,
            random.nextInt(3) - 1,
            0,
            random.nextBoolean() ? text(random) : null,
            random.nextBoolean() ? text(random) : null,
            random.nextBoolean() ? correlation : null,
            random.nextBoolean()
                ? List.of(Map.entry(text(random), text(random)), Map.entry("a", ""))
                : List.of()));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 3_000 : 30);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          switch (random.nextInt(6)) {
            case 0 -> 0xE9;
            case 1 -> 0x20AC;
            case 2 -> 0x1F30A;
            default -> 'a' + random.nextInt(26);
          });
    }
    return text.toString();
  }

  private static MqttPublishMessage decode(
      EncodedPublish packet, boolean five, int id, boolean dup) {
    EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder(1 << 20));
    MqttVersion version = five ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1;
    EmbeddedChannel client = new EmbeddedChannel(io.netty.handler.codec.mqtt.MqttEncoder.INSTANCE);
    client.writeOutbound(
        MqttMessageBuilders.connect().protocolVersion(version).clientId("c").build());
    ByteBuf connect;
    while ((connect = client.readOutbound()) != null) {
      channel.writeInbound(connect);
    }
    channel.readInbound();
    channel.writeInbound(Unpooled.wrappedBuffer(bytes(packet, id, dup)));
    MqttPublishMessage read = channel.readInbound();
    assertThat(read.decoderResult().isSuccess()).as("%s", read.decoderResult()).isTrue();
    assertThat(read.fixedHeader().isDup()).isEqualTo(dup);
    assertThat(channel.inboundMessages()).isEmpty();
    channel.finishAndReleaseAll();
    client.finishAndReleaseAll();
    return read;
  }

  private static String hex(EncodedPublish packet, int id, boolean dup) {
    return ByteBufUtil.hexDump(bytes(packet, id, dup));
  }

  private static byte[] bytes(EncodedPublish packet, int id, boolean dup) {
    ByteBuf to = Unpooled.buffer();
    to.writeByte(0xFF); // whatever was written before
    packet.write(to, id, dup);
    ByteBuf payload = packet.payload();
    if (payload != null) {
      to.writeBytes(payload);
      payload.release();
    }
    return ByteBufUtil.getBytes(to.skipBytes(1));
  }

  private static List<Map.Entry<String, String>> many() {
    Map.Entry<String, String> pair = Map.entry("n".repeat(65_535), "v".repeat(65_535));
    return java.util.Collections.nCopies(2_100, pair);
  }

  private static Message message(String topic, String payload) {
    return message(
        topic, payload.getBytes(java.nio.charset.StandardCharsets.UTF_8), PublishProperties.NONE);
  }

  private static Message message(String topic, byte[] payload, PublishProperties properties) {
    return new Message(
        new Message.MessageId(0, 1),
        topic,
        payload,
        0,
        false,
        false,
        new Sender.Server("test", null),
        properties,
        0);
  }
}
