package dev.tributary.broker.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.transport.ReadGate.Hold;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadGateTest {

  private final ReadGate gate = new ReadGate();
  private final List<Object> handled = new ArrayList<>();
  private int pauseAt = Integer.MAX_VALUE;
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          gate,
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
              handled.add(message);
              if (handled.size() == pauseAt) {
                gate.pause(Hold.RATE);
              }
            }
          });

  @Test
  void stopsInTheMiddleOfARead() {
    pauseAt = 2;
    channel.writeInbound("a", "b", "c", "d");
    assertThat(handled).containsExactly("a", "b");
    assertThat(channel.config().isAutoRead()).isFalse();
    pauseAt = 3;
    gate.resume(Hold.RATE);
    assertThat(handled).containsExactly("a", "b", "c");
    assertThat(channel.config().isAutoRead()).isFalse();
    gate.resume(Hold.RATE);
    assertThat(handled).containsExactly("a", "b", "c", "d");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void waitsUntilTheLastReasonIsGone() {
    gate.pause(Hold.RATE);
    gate.pause(Hold.ACKNOWLEDGEMENTS);
    channel.writeInbound("a");
    gate.resume(Hold.RATE);
    gate.resume(Hold.RATE);
    assertThat(handled).isEmpty();
    gate.resume(Hold.ACKNOWLEDGEMENTS);
    assertThat(handled).containsExactly("a");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void onceOpenItHoldsNothingMore() {
    pauseAt = 1;
    gate.pause(Hold.SESSION);
    channel.writeInbound("a", "b");
    gate.open();
    assertThat(handled).containsExactly("a", "b");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void whatStillWaitsAtTheEndIsReleased() {
    gate.pause(Hold.RATE);
    ByteBuf payload = Unpooled.buffer();
    channel.writeInbound(payload);
    channel.finishAndReleaseAll();
    assertThat(payload.refCnt()).isZero();
  }
}
