package dev.tributary.kinesis.local.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/** Tells HTTP/2 from HTTP/1.1 by the preface, then leaves the pipeline to either. */
final class ProtocolSelector extends ByteToMessageDecoder {
  private final ConnectionPipeline pipeline;

  ProtocolSelector(ConnectionPipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    int seen = Math.min(in.readableBytes(), preface.readableBytes());
    boolean http2 = ByteBufUtil.equals(in, in.readerIndex(), preface, 0, seen);
    if (http2 && seen < preface.readableBytes()) {
      return; // "P" may become "PRI * HTTP/2.0" or "POST"
    }
    if (http2) {
      pipeline.http2(ctx.pipeline());
    } else {
      pipeline.http1(ctx.pipeline());
    }
    ctx.pipeline().remove(this); // hands on what was read
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LastHandler.close(ctx, cause); // of TLS
  }
}
