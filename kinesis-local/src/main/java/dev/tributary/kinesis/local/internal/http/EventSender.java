package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.Encoding;
import dev.tributary.kinesis.local.internal.api.Subscription;
import dev.tributary.kinesis.local.internal.eventstream.EventMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends one subscription's events, one after the other, on the loop of its connection. Takes the
 * next event only while the client reads, so that at most one event waits above what the connection
 * buffers.
 */
final class EventSender {
  private static final String EVENT = "SubscribeToShardEvent";
  private static final String INITIAL = "initial-response";

  /** What the subscription does by time (heartbeats, its end, its pace) is noticed this late. */
  private static final long TICK_MILLIS = 100;

  private final ChannelHandlerContext ctx;
  private final Work work;
  private final Subscription subscription;
  private final Encoding encoding;
  private final AtomicBoolean waking = new AtomicBoolean();
  private Runnable whenOver = () -> {};
  private @Nullable ScheduledFuture<?> ticks;
  private boolean asked;
  private boolean over;

  EventSender(ChannelHandlerContext ctx, Work work, Subscription subscription, Encoding encoding) {
    this.ctx = ctx;
    this.work = work;
    this.subscription = subscription;
    this.encoding = encoding;
  }

  /**
   * Sends the head and the first message, then what comes.
   *
   * @param answer whose body becomes the first message's payload
   * @param whenOver is run after the last message, unless the client leaves before
   */
  void start(FullHttpResponse answer, Runnable whenOver) {
    this.whenOver = whenOver;
    HttpResponse head = new DefaultHttpResponse(answer.protocolVersion(), answer.status());
    head.headers()
        .set(answer.headers())
        .set(HttpHeaderNames.CONTENT_TYPE, EventMessage.CONTENT_TYPE);
    HttpUtil.setTransferEncodingChunked(head, true);
    ChannelFuture _ = ctx.write(head);
    send(EventMessage.event(ctx.alloc(), INITIAL, encoding.contentType(), answer.content()));
    subscription.onWake(this::wake);
    ticks =
        ctx.executor()
            .scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    pump();
  }

  /** By any thread. */
  private void wake() {
    if (waking.compareAndSet(false, true)) {
      try {
        ctx.executor()
            .execute(() -> {
              waking.set(false);
              pump();
            });
      } catch (RejectedExecutionException _) {
        // The server is closing.
      }
    }
  }

  private void tick() {
    if (!ctx.channel().isWritable() && subscription.isOver()) {
      ChannelFuture _ = ctx.close(); // a client that does not read cannot be told
    } else {
      pump();
    }
  }

  void pump() {
    if (over || asked || !ctx.channel().isWritable()) {
      return;
    }
    asked = true;
    ByteBuf payload = ctx.alloc().buffer();
    work.perform(ctx.executor(), () -> next(payload), step -> taken(step, payload));
  }

  private Subscription.Step next(ByteBuf payload) {
    try (ByteBufOutputStream out = new ByteBufOutputStream(payload)) {
      return subscription.next(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an event is written to memory", e);
    }
  }

  private void taken(Subscription.Step step, ByteBuf payload) {
    asked = false;
    if (over) {
      payload.release();
      subscription.close();
      return;
    }
    switch (step) {
      case NOTHING -> payload.release();
      case EVENT -> {
        send(EventMessage.event(ctx.alloc(), EVENT, encoding.contentType(), payload));
        ctx.executor().execute(this::pump); // others have their turn between two events
      }
      case LAST_EVENT -> {
        send(EventMessage.event(ctx.alloc(), EVENT, encoding.contentType(), payload));
        end();
      }
      case EXCEPTION -> {
        send(
            EventMessage.exception(
                ctx.alloc(), subscription.exception(), encoding.contentType(), payload));
        end();
      }
      case END -> {
        payload.release();
        end();
      }
    }
  }

  private void send(ByteBuf message) {
    ChannelFuture _ = ctx.writeAndFlush(new DefaultHttpContent(message));
  }

  private void end() {
    stop();
    var _ = ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(_ -> whenOver.run());
  }

  /** The client has left, or all is sent. */
  void stop() {
    over = true;
    if (ticks != null) {
      ticks.cancel(false);
    }
    if (!asked) {
      subscription.close();
    }
  }
}
