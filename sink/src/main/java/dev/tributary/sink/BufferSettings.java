package dev.tributary.sink;

/**
 * How an action's records wait.
 *
 * @param bytesMax bytes that the buffer holds: of keys and data in memory, of files on disk
 * @param memoryBytesMax bytes of keys and data that are in memory at once, if the buffer is on disk
 * @param segmentBytes size of one file of the buffer on disk
 */
public record BufferSettings(
    BufferMode mode,
    long bytesMax,
    long memoryBytesMax,
    long segmentBytes,
    Acknowledge acknowledge,
    Overflow overflow) {

  private static final long MEMORY_BYTES = 64L << 20;
  private static final long SEGMENT_BYTES = 16L << 20;

  public BufferSettings {
    Range.check("max_buffer_bytes", bytesMax, 1, Long.MAX_VALUE / 2);
    Range.check("buffer_memory_bytes", memoryBytesMax, 1, Long.MAX_VALUE / 2);
    Range.check("buffer_seg_bytes", segmentBytes, 1, 1L << 30);
  }

  /** A buffer in memory of so many bytes that holds publishers back when it is full. */
  public static BufferSettings memory(long bytesMax) {
    return new BufferSettings(
        BufferMode.MEMORY_ONLY,
        bytesMax,
        MEMORY_BYTES,
        SEGMENT_BYTES,
        Acknowledge.RECEIVED,
        Overflow.BACKPRESSURE);
  }

  /** A buffer on disk of so many bytes; publishers hear of what is synced. */
  public static BufferSettings disk(long bytesMax) {
    return new BufferSettings(
        BufferMode.DISK,
        bytesMax,
        MEMORY_BYTES,
        SEGMENT_BYTES,
        Acknowledge.BUFFERED,
        Overflow.BACKPRESSURE);
  }
}
