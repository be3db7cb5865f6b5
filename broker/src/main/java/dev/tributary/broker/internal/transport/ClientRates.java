package dev.tributary.broker.internal.transport;

import dev.tributary.broker.ListenerSettings;
import dev.tributary.broker.RateLimit;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.transport.ReadGate.Hold;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code messages_rate} and {@code bytes_rate} of one client: whoever is faster is read later;
 * nothing is dropped, and keep-alive does not run meanwhile. Stands behind the gate, so that each
 * packet counts when it is handled, however many came with one read.
 */
final class ClientRates extends ChannelInboundHandlerAdapter {

  private final Connection connection;
  private final Services services;
  private final @Nullable TokenBucket messages;
  private final @Nullable TokenBucket bytes;
  private @Nullable Future<?> waiting;

  ClientRates(Connection connection, ListenerSettings.Rates rates, Services services) {
    this.connection = connection;
    this.services = services;
    this.messages = bucket(rates.messages());
    this.bytes = bucket(rates.bytes());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    long now = services.nanos().getAsLong();
    if (message instanceof MqttMessage packet && packet.decoderResult().isSuccess()) {
      if (messages != null && packet.fixedHeader().messageType() == MqttMessageType.PUBLISH) {
        messages.take(1, now);
      }
      if (bytes != null) {
        bytes.take(packetBytes(packet.fixedHeader().remainingLength()), now);
      }
    }
    ctx.fireChannelRead(message);
    long wait = waitNanos(now);
    if (wait > 0 && waiting == null && !connection.isClosed()) {
      services.observer().count(Metric.CLIENT_RATE_LIMITED);
      connection.gate().pause(Hold.RATE);
      wake(ctx, wait);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (waiting != null) {
      waiting.cancel(false);
    }
  }

  private void wake(ChannelHandlerContext ctx, long afterNanos) {
    waiting = ctx.executor().schedule(() -> goOn(ctx), afterNanos, TimeUnit.NANOSECONDS);
  }

  private void goOn(ChannelHandlerContext ctx) {
    long wait = waitNanos(services.nanos().getAsLong());
    if (wait > 0) {
      wake(ctx, wait);
    } else {
      waiting = null;
      connection.readOn(Hold.RATE);
    }
  }

  private long waitNanos(long now) {
    return Math.max(
        messages == null ? 0 : messages.waitNanos(now), bytes == null ? 0 : bytes.waitNanos(now));
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
