package dev.tributary.broker.internal.websocket;

import dev.tributary.broker.WebSocketOptions;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP part of a WebSocket: one request, which is upgraded or refused. After the upgrade {@link
 * WebSocketFrames} stands in its place, and nothing of HTTP is left in the pipeline.
 */
public final class WebSocketUpgrade extends ChannelInboundHandlerAdapter {

  private final WebSocketOptions options;
  private final int frameBytesMax;
  private final Observer observer;
  private final Consumer<InetSocketAddress> client;
  private boolean decided;

  /**
   * @param frameBytesMax a frame is in memory as a whole before it is handled
   * @param client is told the client's address if a proxy names it in a header
   */
  public WebSocketUpgrade(
      WebSocketOptions options,
      int frameBytesMax,
      Observer observer,
      Consumer<InetSocketAddress> client) {
    this.options = options;
    this.frameBytesMax = frameBytesMax;
    this.observer = observer;
    this.client = client;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (!decided && message instanceof FullHttpRequest request) {
        decided = true;
        switch (Upgrade.decide(request, options)) {
          case Upgrade.Accept() -> accept(ctx, request);
          case Upgrade.Refuse(HttpResponseStatus status, String why) -> refuse(ctx, status, why);
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void accept(ChannelHandlerContext ctx, FullHttpRequest request) {
    InetSocketAddress named = named(request);
    if (named != null) {
      client.accept(named);
    }
    WebSocketDecoderConfig frames =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(frameBytesMax)
            .allowExtensions(options.compress())
            .closeOnProtocolViolation(false) // WebSocketFrames does
            .withUTF8Validator(false) // there is no text
            .build();
    ChannelFuture upgraded =
        new WebSocketServerHandshaker13(
                options.path(), String.join(",", options.subprotocols()), frames)
            .handshake(ctx.channel(), request);
    ctx.pipeline().replace(this, "webSocketFrames", new WebSocketFrames(ctx));
    ChannelFuture _ = upgraded.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, String why) {
    observer.count(Metric.WEBSOCKET_REFUSED);
    ByteBuf text = Unpooled.copiedBuffer(why + "\n", StandardCharsets.UTF_8);
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, text);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
      response.headers().set(HttpHeaderNames.ALLOW, "GET");
    } else if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response
          .headers()
          .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
          .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, WebSocketVersion.V13.toHttpHeaderValue());
    }
    ChannelFuture _ = ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  /** The first address of the header that a trusted proxy sets; its port is not known. */
  private @Nullable InetSocketAddress named(FullHttpRequest request) {
    String header = options.proxyAddressHeader();
    String value = header.isEmpty() ? null : request.headers().get(header);
    if (value == null) {
      return null;
    }
    int comma = value.indexOf(',');
    String first = (comma < 0 ? value : value.substring(0, comma)).strip();
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(first);
    try {
      return bytes == null ? null : new InetSocketAddress(InetAddress.getByAddress(bytes), 0);
    } catch (UnknownHostException _) {
      return null;
    }
  }
}
