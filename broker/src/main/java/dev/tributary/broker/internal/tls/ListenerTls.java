package dev.tributary.broker.internal.tls;

import dev.tributary.broker.TlsOptions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The certificates of one listener, which can be read again while it is open: new connections get
 * the new ones, those that are there keep theirs. {@link #newHandler} on any event loop; the others
 * by whoever holds the listeners' lock.
 */
public final class ListenerTls implements AutoCloseable {

  private final TlsOptions options;
  private final TlsContexts contexts;
  private volatile SslContext current;
  private volatile boolean closed;
  private List<Object> stamps;

  ListenerTls(TlsOptions options, TlsContexts contexts) throws TlsFileException {
    this.options = options;
    this.contexts = contexts;
    this.stamps = stamps(options);
    this.current = contexts.make(options);
  }

  /** The handler of one connection. */
  public SslHandler newHandler(ByteBufAllocator allocator) {
    while (!closed) {
      SslContext context = current;
      try {
        ReferenceCountUtil.retain(context);
      } catch (IllegalReferenceCountException _) {
        continue; // taken away between the two lines; there is another one now
      }
      try {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(options.handshakeTimeout().toMillis());
        return handler;
      } finally {
        ReferenceCountUtil.release(context);
      }
    }
    throw new IllegalStateException("the listener is closed");
  }

  /**
   * Reads the files again.
   *
   * @throws TlsFileException if they are no good; what was in force stays so
   */
  public void reload() throws TlsFileException {
    // Before they are read: what is written meanwhile is seen the next time.
    stamps = stamps(options);
    SslContext before = current;
    current = contexts.make(options);
    ReferenceCountUtil.release(before);
  }

  /** Whether a file was written or replaced since it was read. */
  public boolean isStale() {
    return !stamps.equals(stamps(options));
  }

  @Override
  public void close() {
    closed = true;
    ReferenceCountUtil.release(current);
  }

  private static List<Object> stamps(TlsOptions options) {
    List<Object> stamps = new ArrayList<>();
    Stream.of(options.certFile(), options.keyFile(), options.caCertFile())
        .filter(Objects::nonNull)
        .forEach(file -> stamps.add(stamp(file)));
    return stamps;
  }

  private record Stamp(Object modified, long bytes, String key) {}

  private static Object stamp(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
    } catch (IOException e) {
      return e.getClass(); // a file that is away for a moment is another change when it is back
    }
  }
}
