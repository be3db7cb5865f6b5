package dev.tributary.broker.internal.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;

/**
 * Netty's decoder, but whoever sends no header at all is found out with the first byte, while Netty
 * waits for the end of a line.
 */
public final class ProxyDecoder extends HAProxyMessageDecoder {

  private static final int EXTENSIONS_BYTES_MAX = 4_096;
  private static final int VERSION_1 = 'P';
  private static final int VERSION_2 = '\r';

  private boolean begun;

  public ProxyDecoder() {
    super(EXTENSIONS_BYTES_MAX, true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (!begun && message instanceof ByteBuf bytes && bytes.isReadable()) {
      begun = true;
      int first = bytes.getUnsignedByte(bytes.readerIndex());
      if (first != VERSION_1 && first != VERSION_2) {
        bytes.release();
        throw new HAProxyProtocolException("the connection does not begin with a PROXY header");
      }
    }
    super.channelRead(ctx, message);
  }
}
