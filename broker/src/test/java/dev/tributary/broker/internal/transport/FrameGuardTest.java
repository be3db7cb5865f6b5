package dev.tributary.broker.internal.transport;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.connect5Will;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.join;
import static dev.tributary.testkit.mqtt.Wire.packet;
import static dev.tributary.testkit.mqtt.Wire.publish4;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static dev.tributary.testkit.mqtt.Wire.text;
import static dev.tributary.testkit.mqtt.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.protocol.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameGuardTest {

  private record Result(List<String> passed, List<Reason> violations) {}

  private static Result run(int packetBytesMax, byte[] bytes, Random random) {
    List<Reason> violations = new ArrayList<>();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new FrameGuard(packetBytesMax),
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                violations.add(((FrameGuard.Violation) event).reason());
              }
            });
    int at = 0;
    while (at < bytes.length) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(12));
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
      at += length;
    }
    List<String> passed = new ArrayList<>();
    for (ByteBuf packet = channel.readInbound(); packet != null; packet = channel.readInbound()) {
      passed.add(ByteBufUtil.hexDump(packet));
      packet.release();
    }
    channel.finishAndReleaseAll();
    return new Result(passed, violations);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void packetsPassWholeWhateverThePieces(long seed) {
    Random random = new Random(seed);
    byte[] all = {};
    for (int i = 0; i < 50; i++) {
      byte[] publish = publish4(0, 0, "t", "x".repeat(random.nextInt(300)));
      all = join(all, publish, hex("c000"));
    }
    Result result = run(400, all, random);
    assertThat(String.join("", result.passed())).isEqualTo(ByteBufUtil.hexDump(all));
    assertThat(result.passed()).allSatisfy(run -> assertThat(packets(hex(run))).isPositive());
    assertThat(result.violations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatComesBeforeALargePacketPassesAndNothingOfItOrAfterIt(long seed) {
    byte[] good = publish4(0, 0, "t", "x".repeat(94)); // 99 bytes
    byte[] bad = publish4(0, 0, "t", "x".repeat(95));
    Result result = run(99, join(good, bad, good), new Random(seed));
    assertThat(result.passed()).containsExactly(ByteBufUtil.hexDump(good));
    assertThat(result.violations()).containsExactly(Reason.PACKET_TOO_LARGE);
  }

  /** How many whole packets these bytes are; fails when they are anything else. */
  private static int packets(byte[] bytes) {
    int count = 0;
    int at = 0;
    while (at < bytes.length) {
      int length = bytes[at + 1] & 0x7F;
      at += bytes[at + 1] < 0 ? 3 + length + 128 * bytes[at + 2] : 2 + length;
      count++;
    }
    assertThat(at).isEqualTo(bytes.length);
    return count;
  }

  @Test // [MQTT-1.5.5-1] at most four bytes
  void aLengthOfFiveBytesIsMalformed() {
    Result result = run(1_000, hex("30 80808080 01"), new Random(1));
    assertThat(result.violations()).containsExactly(Reason.MALFORMED_PACKET);
  }

  @Test // [MQTT-2.1.3-1]
  void aWrongFirstByteIsNotWaitedWith() {
    assertThat(run(1_000, hex("83"), new Random(1)).violations())
        .containsExactly(Reason.MALFORMED_PACKET);
  }

  /** What the guard lets pass as packets are as many packets to the codec, whatever was changed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void guardAndCodecAgreeWhereAPacketEnds(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      Watch watch = new Watch();
      EmbeddedChannel channel =
          new EmbeddedChannel(
              new FrameGuard(1_000), watch, new MqttDecoder(1_000, 1_000, false), watch.counter());
      boolean five = random.nextBoolean();
      byte[] good = sample(random, five);
      if (good[0] != 0x10) {
        feed(channel, five ? connect5("c") : connect4("c", true, 0));
      }
      byte[] sent = changed(good, random);
      feed(channel, sent);
      if (Arrays.equals(good, sent)) {
        assertThat(watch.decoded).as(ByteBufUtil.hexDump(good)).isEqualTo(good[0] == 0x10 ? 1 : 2);
      }
      channel.finishAndReleaseAll();
    }
  }

  private static void feed(EmbeddedChannel channel, byte[] bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
    channel.checkException();
  }

  private static byte[] sample(Random random, boolean five) {
    String long5 = "26 0001 6b 0078" + "76".repeat(120) + "01 01";
    List<byte[]> all =
        five
            ? List.of(
                connect5Will("id", "18 00000001 26 0001 6b 0001 76", "w", "x"),
                publish5(2, 7, "a/b", "01 01 02 0000003c 26 0001 6b 0001 76 09 0001 ff", "xyz"),
                publish5(0, 0, "a", long5, "payload"),
                subscribe5(1, "0b 8001", "a/+", 0x2E),
                packet(0xA2, two(1), hex("00"), text("a"), text("b")),
                hex("40 08 0001 00 04 1f 0001 61"),
                hex("62 04 0001 92 00"),
                hex("e0 07 04 05 11 00000001"),
                hex("f0 06 18 04 15 0001 61"),
                hex("c000"))
            : List.of(
                packet(
                    0x10,
                    text("MQTT"),
                    hex("04 ee 0000"),
                    text("c"),
                    text("w"),
                    text("x"),
                    text("u"),
                    text("p")),
                publish4(1, 9, "a/b", "xyz"),
                packet(0x82, two(1), text("a"), hex("00"), text("b"), hex("01")),
                packet(0xA2, two(1), text("a"), text("b")),
                hex("62 02 0001"),
                hex("e000"));
    return all.get(random.nextInt(all.size()));
  }

  private static byte[] changed(byte[] packet, Random random) {
    byte[] bytes = packet.clone();
    for (int n = random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] + 1);
    }
    return bytes;
  }

  /** Between guard and codec: watches what the codec makes of each run of packets. */
  private static final class Watch extends ChannelInboundHandlerAdapter {

    private int decoded;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
      byte[] bytes = ByteBufUtil.getBytes((ByteBuf) frame);
      int before = decoded;
      ctx.fireChannelRead(frame);
      assertThat(decoded - before).as(ByteBufUtil.hexDump(bytes)).isEqualTo(packets(bytes));
    }

    ChannelInboundHandlerAdapter counter() {
      return new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object packet) {
          decoded++;
          Throwable cause = ((MqttMessage) packet).decoderResult().cause();
          if (cause != null) {
            assertThat(cause).isInstanceOf(MqttUnacceptableProtocolVersionException.class);
          }
          ReferenceCountUtil.release(packet);
        }
      };
    }
  }
}
