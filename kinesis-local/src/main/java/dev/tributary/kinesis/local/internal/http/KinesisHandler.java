package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.Encoding;
import dev.tributary.kinesis.local.internal.api.KinesisApi;
import dev.tributary.kinesis.local.internal.api.Performed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One complete HTTP request in, one answer out, in order and on the connection's loop: operations
 * do not block. A client that does not read its answers is not read either, nor is one whose answer
 * is held back.
 */
final class KinesisHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(KinesisHandler.class);
  private static final String TARGET = "X-Amz-Target";
  private static final String TARGET_PREFIX = "Kinesis_20131202.";
  private static final String SIDE_PREFIX = "/_";
  private static final String JSON = "application/json";

  /**
   * Tells clients that DryRun is known here: an endpoint that does not know it would do the thing.
   */
  private static final String DRY_RUN = "x-tributary-dry-run";

  private static final int NOT_FOUND = 404;
  private static final int ANSWER_BYTES_GUESS = 1024;

  private final KinesisApi api;
  private final SideDoor side;
  private final RequestIds requestIds;
  private boolean answering;

  KinesisHandler(KinesisApi api, SideDoor side, RequestIds requestIds) {
    this.api = api;
    this.side = side;
    this.requestIds = requestIds;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      ChannelFuture _ =
          ctx.close(); // not HTTP: there is no telling where a next request would start
      return;
    }
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    if (request.uri().startsWith(SIDE_PREFIX)) {
      answer(ctx, beside(request), keepAlive);
    } else {
      perform(ctx, request, keepAlive);
    }
  }

  private FullHttpResponse beside(FullHttpRequest request) {
    SideAnswer answer =
        side.serve(request.method().name(), request.uri(), ByteBufUtil.getBytes(request.content()))
            .orElseGet(() -> new SideAnswer(NOT_FOUND, new byte[0]));
    return response(answer.status(), JSON, Unpooled.wrappedBuffer(answer.body()));
  }

  private void perform(ChannelHandlerContext ctx, FullHttpRequest request, boolean keepAlive) {
    ByteBuf body = ctx.alloc().buffer(ANSWER_BYTES_GUESS);
    Optional<Encoding> known = Encoding.of(request.headers().get(HttpHeaderNames.CONTENT_TYPE, ""));
    Encoding encoding = known.orElse(Encoding.JSON);
    Performed performed;
    try {
      performed =
          api.perform(
              operation(request),
              encoding,
              new ByteBufInputStream(request.content()),
              () -> emptied(body));
    } catch (RuntimeException e) {
      body.release();
      throw e;
    }
    boolean addressed =
        known.isPresent()
            && request.method().equals(HttpMethod.POST)
            && request.headers().contains(TARGET);
    // AWS answers 404 where a request does not even look like one of its protocol.
    int status = addressed ? performed.status() : NOT_FOUND;
    FullHttpResponse response = response(status, encoding.contentType(), body);
    response.headers().set("x-amzn-RequestId", requestIds.next());
    response.headers().set(DRY_RUN, "true");
    afterwards(ctx, performed.delay(), () -> finish(ctx, response, keepAlive, performed.reset()));
  }

  /** At once, or later with the connection not being read until then. */
  private void afterwards(ChannelHandlerContext ctx, Duration delay, Runnable finish) {
    if (delay.isZero()) {
      finish.run();
      return;
    }
    answering = true;
    readIfIdle(ctx);
    var _ =
        ctx.executor()
            .schedule(
                () -> {
                  answering = false;
                  finish.run();
                  readIfIdle(ctx);
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private static void finish(
      ChannelHandlerContext ctx, FullHttpResponse response, boolean keepAlive, boolean reset) {
    if (reset) {
      response.release();
      // With a linger of 0 the system sends RST instead of FIN.
      ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      ChannelFuture _ = ctx.close();
    } else {
      answer(ctx, response, keepAlive);
    }
  }

  private static FullHttpResponse response(int status, String contentType, ByteBuf body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    return response;
  }

  private static void answer(
      ChannelHandlerContext ctx, FullHttpResponse response, boolean keepAlive) {
    HttpUtil.setKeepAlive(response, keepAlive);
    HttpUtil.setContentLength(response, response.content().readableBytes());
    ChannelFuture written = ctx.writeAndFlush(response);
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
    } else if (!ctx.channel().isWritable()) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  private static String operation(FullHttpRequest request) {
    String target = request.headers().get(TARGET, "");
    return target.startsWith(TARGET_PREFIX) ? target.substring(TARGET_PREFIX.length()) : target;
  }

  private static OutputStream emptied(ByteBuf body) {
    return new ByteBufOutputStream(body.clear());
  }

  private void readIfIdle(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(!answering && ctx.channel().isWritable());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    readIfIdle(ctx);
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent) {
      ChannelFuture _ = ctx.close();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("connection {} closed: {}", ctx.channel(), cause.toString());
    ChannelFuture _ = ctx.close();
  }
}
