package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.RateLimit;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.transport.ReadGate.Hold;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code messages_rate} and {@code bytes_rate} of one client: whoever is faster is read later;
 * nothing is dropped, and keep-alive does not run meanwhile. Stands behind the gate, so that each
 * packet counts when it is handled, however many came with one read; holds the one packet that is
 * too early, and the gate holds those behind it.
 */
final class ClientRates extends ChannelInboundHandlerAdapter {

  /** The clock may go otherwise than the timer. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Connection connection;
  private final Services services;
  private final @Nullable TokenBucket messages;
  private final @Nullable TokenBucket bytes;
  private @Nullable Object held;
  private @Nullable Future<?> waking;

  ClientRates(Connection connection, ListenerSettings.Rates rates, Services services) {
    this.connection = connection;
    this.services = services;
    this.messages = bucket(rates.messages());
    this.bytes = bucket(rates.bytes());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    long wait = waitNanos(message, services.nanos().getAsLong());
    if (wait == 0 || connection.isClosed()) {
      pass(ctx, message);
    } else {
      held = message;
      services.observer().count(Metric.CLIENT_RATE_LIMITED);
      connection.gate().pause(Hold.RATE);
      wake(ctx, wait);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (waking != null) {
      waking.cancel(false);
    }
    ReferenceCountUtil.release(held);
    held = null;
  }

  private void pass(ChannelHandlerContext ctx, Object message) {
    if (message instanceof MqttMessage packet && packet.decoderResult().isSuccess()) {
      long now = services.nanos().getAsLong();
      if (messages != null && isPublish(packet)) {
        messages.take(1, now);
      }
      if (bytes != null) {
        bytes.take(packetBytes(packet.fixedHeader().remainingLength()), now);
      }
    }
    ctx.fireChannelRead(message);
  }

  private void wake(ChannelHandlerContext ctx, long afterNanos) {
    waking =
        ctx.executor()
            .schedule(() -> goOn(ctx), Math.min(afterNanos, LOOK_NANOS), TimeUnit.NANOSECONDS);
  }

  private void goOn(ChannelHandlerContext ctx) {
    Object message = held;
    if (message == null) {
      return;
    }
    long wait = waitNanos(message, services.nanos().getAsLong());
    if (wait > 0) {
      wake(ctx, wait);
    } else {
      held = null;
      pass(ctx, message);
      connection.readOn(Hold.RATE);
    }
  }

  /** A client that has used up its messages may still do everything else. */
  private long waitNanos(Object message, long now) {
    long wait = bytes == null ? 0 : bytes.waitNanos(now);
    return messages != null && message instanceof MqttMessage packet && isPublish(packet)
        ? Math.max(wait, messages.waitNanos(now))
        : wait;
  }

  /** What could not be decoded has perhaps no header. */
  private static boolean isPublish(MqttMessage packet) {
    return packet.decoderResult().isSuccess()
        && packet.fixedHeader().messageType() == MqttMessageType.PUBLISH;
  }

  private @Nullable TokenBucket bucket(@Nullable RateLimit limit) {
    return limit == null ? null : new TokenBucket(limit, services.nanos().getAsLong());
  }

  /** With the header: one byte of type, and seven bits of length a byte. */
  private static int packetBytes(int remaining) {
    int lengthBytes = remaining < 128 ? 1 : remaining < 16_384 ? 2 : remaining < 2_097_152 ? 3 : 4;
    return 1 + lengthBytes + remaining;
  }
}
