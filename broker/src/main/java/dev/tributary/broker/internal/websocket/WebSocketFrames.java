package dev.tributary.broker.internal.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;

/**
 * MQTT in WebSocket frames: where a frame begins and ends means nothing to MQTT [MQTT-6.0.0-2].
 * What is written until a flush becomes one frame. Every other data than binary ends the connection
 * [MQTT-6.0.0-1].
 */
public final class WebSocketFrames extends ChannelDuplexHandler {

  private final FrameQueue waiting;
  private boolean closing;

  WebSocketFrames(ChannelHandlerContext ctx) {
    waiting = new FrameQueue(ctx.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (closing || !(message instanceof WebSocketFrame frame)) {
      ReferenceCountUtil.release(message);
      return;
    }
    switch (frame) {
      case BinaryWebSocketFrame binary -> ctx.fireChannelRead(binary.content());
      case ContinuationWebSocketFrame more -> ctx.fireChannelRead(more.content());
      case PingWebSocketFrame ping -> pong(ctx, ping);
      case PongWebSocketFrame pong -> pong.release();
      case CloseWebSocketFrame close -> answerClose(ctx, close);
      default -> {
        frame.release();
        close(ctx, WebSocketCloseStatus.INVALID_MESSAGE_TYPE, ctx.newPromise());
      }
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ByteBuf bytes = (ByteBuf) message;
    if (bytes.isReadable()) {
      waiting.add(bytes, promise);
    } else {
      // Whoever writes nothing wants to know when everything before it is sent.
      sendWaiting(ctx);
      ChannelFuture _ = ctx.write(bytes, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    sendWaiting(ctx);
    ctx.flush();
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    close(ctx, WebSocketCloseStatus.NORMAL_CLOSURE, promise);
  }

  /** The last frame, after which the connection may still be read. */
  public static void sayGoodbye(ChannelHandlerContext ctx) {
    ((WebSocketFrames) ctx.handler()).goodbye(ctx, WebSocketCloseStatus.PROTOCOL_ERROR);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException broken) {
      close(ctx, broken.closeStatus(), ctx.newPromise());
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (!waiting.isEmpty()) {
      waiting.releaseAndFailAll(ctx, new ClosedChannelException());
    }
  }

  /** A client that asks more than it reads gets fewer answers (RFC 6455, 5.5.3 lets us). */
  private static void pong(ChannelHandlerContext ctx, PingWebSocketFrame ping) {
    if (ctx.channel().isWritable()) {
      ChannelFuture _ =
          ctx.writeAndFlush(new PongWebSocketFrame(ping.content()), ctx.voidPromise());
    } else {
      ping.release();
    }
  }

  private void answerClose(ChannelHandlerContext ctx, CloseWebSocketFrame close) {
    WebSocketCloseStatus status =
        WebSocketCloseStatus.isValidStatusCode(close.statusCode())
            ? WebSocketCloseStatus.valueOf(close.statusCode())
            : WebSocketCloseStatus.NORMAL_CLOSURE;
    close.release();
    close(ctx, status, ctx.newPromise());
  }

  private void close(ChannelHandlerContext ctx, WebSocketCloseStatus why, ChannelPromise promise) {
    goodbye(ctx, why);
    ChannelFuture _ = ctx.close(promise);
  }

  private void goodbye(ChannelHandlerContext ctx, WebSocketCloseStatus why) {
    if (closing) {
      return;
    }
    closing = true;
    sendWaiting(ctx);
    ChannelFuture _ = ctx.writeAndFlush(new CloseWebSocketFrame(why), ctx.voidPromise());
  }

  private void sendWaiting(ChannelHandlerContext ctx) {
    int bytes = waiting.readableBytes();
    if (bytes > 0) {
      ChannelPromise promise = ctx.newPromise();
      ByteBuf all = waiting.remove(ctx.alloc(), bytes, promise);
      ChannelFuture _ = ctx.write(new BinaryWebSocketFrame(all), promise);
    }
  }
}
