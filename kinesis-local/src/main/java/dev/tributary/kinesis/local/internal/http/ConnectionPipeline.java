package dev.tributary.kinesis.local.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpServerUpgradeHandler.UpgradeCodecFactory;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AsciiString;
import java.util.Optional;

/**
 * What stands between a socket and {@link KinesisHandler}, for every way to speak to the port: TLS
 * or not, HTTP/1.1, HTTP/2 at once or by upgrade. The limits of the protocols are here.
 */
final class ConnectionPipeline extends ChannelInitializer<Channel> {
  private static final int START_LINE_BYTES_MAX = 4 * 1024;
  private static final int HEADER_BYTES_MAX = 16 * 1024;
  private static final int CHUNK_BYTES_MAX = 64 * 1024;

  /** More than the shortest requests of one read from the socket; only then is reading stopped. */
  private static final int PIPELINED_MAX = 8192;

  private static final int IDLE_SECONDS_MAX = 300;

  /** 10 MiB of records in base64 are 14 MiB; the rest is for keys and punctuation. */
  static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

  /** Of one HTTP/2 connection, subscriptions included. */
  private static final int STREAMS_MAX = 128;

  /** What a client may send ahead of being read. */
  private static final int STREAM_WINDOW_BYTES = 1024 * 1024;

  private static final int CONNECTION_WINDOW_BYTES = 4 * 1024 * 1024;

  private final ConnectionLimit limit;
  private final Optional<SslContext> tls;
  private final Service service;

  ConnectionPipeline(ConnectionLimit limit, Optional<SslContext> tls, Service service) {
    this.limit = limit;
    this.tls = tls;
    this.service = service;
  }

  @Override
  protected void initChannel(Channel channel) {
    // Tells of silence, so that abandoned connections do not use up the limit.
    channel.pipeline().addLast(new IdleStateHandler(0, 0, IDLE_SECONDS_MAX)).addLast(limit);
    // Looks at the first bytes: what is not TLS goes on without.
    tls.ifPresent(context -> channel.pipeline().addLast(new OptionalSslHandler(context)));
    // Not by what ALPN agreed on: the AWS SDK for Java speaks HTTP/2 over TLS without asking.
    channel.pipeline().addLast(new ProtocolSelector(this));
  }

  /** HTTP/1.1, which a client may upgrade with its first request. */
  void http1(ChannelPipeline pipeline) {
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(START_LINE_BYTES_MAX)
            .setMaxHeaderSize(HEADER_BYTES_MAX)
            .setMaxChunkSize(CHUNK_BYTES_MAX);
    HttpServerCodec codec = new HttpServerCodec(limits, PIPELINED_MAX);
    BodyMeter meter = new BodyMeter(service.bodies());
    pipeline
        .addLast(codec)
        .addLast(meter)
        .addLast(upgrade(codec, meter))
        // Adds what follows at the first request that is none for an upgrade.
        .addLast(new WithoutUpgrade(this, meter));
  }

  private HttpServerUpgradeHandler upgrade(HttpServerCodec codec, BodyMeter meter) {
    UpgradeCodecFactory toHttp2 =
        protocol -> {
          if (!AsciiString.contentEquals(Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, protocol)) {
            return null;
          }
          meter.performed(Long.MAX_VALUE); // the request becomes a stream with a meter of its own
          return new Http2ServerUpgradeCodec(
              http2Codec(), new Http2MultiplexHandler(streams()), new LastHandler());
        };
    return new HttpServerUpgradeHandler(
        codec,
        toHttp2,
        BODY_BYTES_MAX,
        DefaultHttpHeadersFactory.headersFactory(),
        DefaultHttpHeadersFactory.trailersFactory(),
        true);
  }

  /** Behind the codec of HTTP/1.1. */
  void http1Requests(ChannelPipeline pipeline, BodyMeter meter) {
    pipeline
        // Also answers "Expect: 100-continue", and 413 when the body is too large.
        .addLast(new HttpObjectAggregator(BODY_BYTES_MAX))
        // Holds back pipelined requests while an answer is made or waits to be read.
        .addLast(new FlowControlHandler())
        .addLast(new KinesisHandler(service, new Backlog(), meter));
  }

  void http2(ChannelPipeline pipeline) {
    pipeline
        .addLast(http2Codec())
        .addLast(new Http2MultiplexHandler(streams()))
        .addLast(new LastHandler());
    ChannelFuture _ =
        pipeline.writeAndFlush(
            new DefaultHttp2WindowUpdateFrame(
                CONNECTION_WINDOW_BYTES - Http2CodecUtil.DEFAULT_WINDOW_SIZE));
  }

  private static Http2FrameCodec http2Codec() {
    Http2Settings settings =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(STREAMS_MAX)
            .initialWindowSize(STREAM_WINDOW_BYTES)
            .maxHeaderListSize(HEADER_BYTES_MAX);
    // Floods of RST, PING, SETTINGS, empty DATA and CONTINUATION end the connection: its defaults.
    return Http2FrameCodecBuilder.forServer().initialSettings(settings).build();
  }

  /** Every stream is a channel of its own with one request. */
  private ChannelHandler streams() {
    Backlog backlog = new Backlog();
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel stream) {
        BodyMeter meter = new BodyMeter(service.bodies());
        stream
            .pipeline()
            .addLast(new Http2StreamFrameToHttpObjectCodec(true))
            .addLast(meter)
            .addLast(new HttpObjectAggregator(BODY_BYTES_MAX))
            .addLast(new KinesisHandler(service, backlog, meter));
      }
    };
  }
}
