package dev.tributary.server.internal.records;

/** The stream has no shard of that name. */
public final class NoSuchShardException extends Exception {

  private static final long serialVersionUID = 1L;

  NoSuchShardException(String stream, String shard) {
    super("stream %s has no shard %s".formatted(stream, shard));
  }
}
