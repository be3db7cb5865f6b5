package dev.tributary.broker.internal.transport;

import static dev.tributary.broker.Wire.hex;
import static dev.tributary.broker.Wire.join;
import static dev.tributary.broker.Wire.packet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.protocol.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameGuardTest {

  private record Result(byte[] passed, List<Reason> violations) {}

  private static Result run(int packetBytesMax, byte[] bytes, Random random) {
    List<Reason> violations = new ArrayList<>();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new FrameGuard(packetBytesMax, () -> Long.MAX_VALUE),
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
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
      passed.writeBytes(ByteBufUtil.getBytes(part));
      part.release();
    }
    return new Result(passed.toByteArray(), violations);
  }

  /** Decodes for real; says how many packets came out and what was found wrong. */
  private static List<Reason> decode(String packets, int expectedPackets) {
    List<Reason> violations = new ArrayList<>();
    long[] decoded = {0};
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new FrameGuard(1000, () -> decoded[0]),
            new MqttDecoder(1000),
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object packet) {
                decoded[0]++;
                ReferenceCountUtil.release(packet);
              }

              @Override
              public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                violations.add(((FrameGuard.Violation) event).reason());
              }
            });
    channel.writeInbound(Unpooled.copiedBuffer(hex(packets)));
    assertThat(decoded[0]).isEqualTo(expectedPackets);
    channel.finishAndReleaseAll();
    return violations;
  }

  @Test
  void aTopicLongerThanItsPacketIsNotWaitedFor() {
    // PUBLISH of 5 bytes whose topic says that it has 127, [MQTT-4.13.1-1]
    assertThat(decode("c000" + "3005007f616263", 1)).containsExactly(Reason.MALFORMED_PACKET);
  }

  @Test
  void severalWholePacketsInOneReadAreAllDecoded() {
    assertThat(decode("3004000161" + "62" + "c000" + "3003000161" + "c000", 4)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void goodPacketsPassInAnyPieces(long seed) {
    Random random = new Random(seed);
    byte[] all = {};
    for (int i = 0; i < 50; i++) {
      all = join(all, packet(0x30, new byte[random.nextInt(300)]), hex("c000"));
    }
    Result result = run(400, all, random);
    assertThat(result.passed()).isEqualTo(all);
    assertThat(result.violations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatComesBeforeALargePacketPassesAndNothingAfterIt(long seed) {
    Random random = new Random(seed);
    byte[] good = packet(0x30, new byte[97]); // 99 bytes
    byte[] bad = packet(0x30, new byte[98]);
    Result result = run(99, join(good, bad, good), random);
    assertThat(result.passed()).startsWith(good);
    // at most the header of the bad one, when it came in an earlier piece
    assertThat(result.passed().length).isBetween(good.length, good.length + 2);
    assertThat(result.violations()).containsExactly(Reason.PACKET_TOO_LARGE);
  }

  @Test // [MQTT-1.5.5-1] at most four bytes
  void aLengthOfFiveBytesIsMalformed() {
    Result result = run(1_000, hex("30 80808080 01"), new Random(1));
    assertThat(result.violations()).containsExactly(Reason.MALFORMED_PACKET);
  }

  @Test
  void aPingWithABodyIsMalformed() {
    Result result = run(1_000, hex("c001 00"), new Random(1));
    assertThat(result.violations()).containsExactly(Reason.MALFORMED_PACKET);
  }
}
