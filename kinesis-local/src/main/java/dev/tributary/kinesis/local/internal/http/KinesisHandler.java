package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.Body;
import dev.tributary.kinesis.local.internal.api.Encoding;
import dev.tributary.kinesis.local.internal.api.Performed;
import dev.tributary.kinesis.local.internal.api.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One complete request in, one answer out, in order and on the loop of a connection of HTTP/1.1 or
 * a stream of HTTP/2; the operation itself is performed where {@link Work} says. Nothing more is
 * read while an answer is made, is held back, or waits to be read by the client.
 */
final class KinesisHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final String SERVICE = "kinesis";
  private static final int ANSWER_BYTES_MIN = 1024;
  private static final int ANSWER_BYTES_GUESS_MAX = 64 * 1024;

  private static final Refusal NO_OPERATION = new Refusal(400, "UnknownOperationException", "");

  private final Service service;
  private final Backlog backlog;
  private final BodyMeter meter;

  /** The request whose answer has not been written; at most one. */
  private @Nullable Exchange current;

  private @Nullable EventSender events;

  KinesisHandler(Service service, Backlog backlog, BodyMeter meter) {
    super(false);
    this.service = service;
    this.backlog = backlog;
    this.meter = meter;
  }

  /** A request under way. It owns its request's body until that was performed. */
  private final class Exchange implements Runnable {
    private final ChannelHandlerContext ctx;
    private final FullHttpRequest request;
    private final boolean keepAlive;

    Exchange(ChannelHandlerContext ctx, FullHttpRequest request) {
      this.ctx = ctx;
      this.request = request;
      this.keepAlive = HttpUtil.isKeepAlive(request);
    }

    @Override
    public void run() {
      // That of PutRecords, the one that is both large and frequent, is half its request or less.
      int guess = request.content().readableBytes() / 2;
      ByteBuf body =
          ctx.alloc().buffer(Math.clamp(guess, ANSWER_BYTES_MIN, ANSWER_BYTES_GUESS_MAX));
      service.work().perform(ctx.executor(), () -> perform(body), answer -> answered(answer, body));
    }

    /** On any thread. */
    private Performed perform(ByteBuf body) {
      Encoding encoding = Requests.encoding(request);
      if (!Requests.namesOperation(request)) { // AWS looks at this before the signature
        return service.api().refuse(NO_OPERATION, encoding, () -> emptied(body));
      }
      return service
          .signatures()
          .check(request, SERVICE)
          .map(refusal -> service.api().refuse(refusal, encoding, () -> emptied(body)))
          .orElseGet(() -> perform(encoding, body));
    }

    private Performed perform(Encoding encoding, ByteBuf body) {
      ByteBuf whole = inOnePiece();
      try {
        Body read =
            new Body(
                whole.array(), whole.arrayOffset() + whole.readerIndex(), whole.readableBytes());
        return service
            .api()
            .perform(Requests.operation(request), encoding, read, () -> emptied(body));
      } finally {
        whole.release();
      }
    }

    /** On the heap, to be released. The content comes in pieces, outside of the heap. */
    private ByteBuf inOnePiece() {
      ByteBuf content = request.content();
      return content.hasArray()
          ? content.retain()
          : ctx.alloc()
              .heapBuffer(content.readableBytes())
              .writeBytes(content, content.readerIndex(), content.readableBytes());
    }

    private static OutputStream emptied(ByteBuf body) {
      return new ByteBufOutputStream(body.clear());
    }

    private void answered(Performed performed, ByteBuf body) {
      FullHttpResponse response = service.answers().of(request, performed, body);
      release();
      if (performed.delay().isZero()) {
        finish(performed, response);
      } else {
        var _ =
            ctx.executor()
                .schedule(
                    () -> finish(performed, response),
                    performed.delay().toMillis(),
                    TimeUnit.MILLISECONDS);
      }
    }

    private void finish(Performed performed, FullHttpResponse response) {
      if (performed.reset() || !ctx.channel().isActive()) {
        response.release();
        performed.events().ifPresent(subscription -> subscription.close());
        if (ctx.channel().isActive()) {
          Reset.of(ctx);
        }
      } else if (performed.events().isPresent()) {
        events =
            new EventSender(
                ctx, service.work(), performed.events().get(), Requests.encoding(request));
        events.start(response, () -> done(ctx, keepAlive));
      } else {
        send(ctx, response, keepAlive);
        done(ctx, true);
      }
    }

    void release() {
      meter.performed(request.content().capacity());
      request.release();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      request.release();
      ChannelFuture _ =
          ctx.close(); // not HTTP: there is no telling where a next request would start
      return;
    }
    if (!Requests.isForApi(request)) {
      FullHttpResponse response = service.answers().beside(request);
      boolean keepAlive = HttpUtil.isKeepAlive(request);
      meter.performed(request.content().capacity());
      request.release();
      send(ctx, response, keepAlive);
      readIfIdle(ctx);
      return;
    }
    Exchange exchange = new Exchange(ctx, request);
    current = exchange;
    backlog.admit(exchange);
    readIfIdle(ctx);
  }

  private void send(ChannelHandlerContext ctx, FullHttpResponse response, boolean keepAlive) {
    int bytes = response.content().readableBytes();
    HttpUtil.setKeepAlive(response, keepAlive);
    HttpUtil.setContentLength(response, bytes);
    backlog.written(bytes);
    ChannelFuture written = ctx.writeAndFlush(response).addListener(_ -> backlog.sent(bytes));
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void done(ChannelHandlerContext ctx, boolean keepAlive) {
    current = null;
    events = null;
    if (keepAlive) {
      readIfIdle(ctx);
    } else {
      ChannelFuture _ = ctx.close();
    }
  }

  private void readIfIdle(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(current == null && ctx.channel().isWritable());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    readIfIdle(ctx);
    if (events != null) {
      events.pump();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (current != null && backlog.forget(current)) {
      current.release();
    }
    if (events != null) {
      events.stop();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LastHandler.close(ctx, cause);
  }
}
