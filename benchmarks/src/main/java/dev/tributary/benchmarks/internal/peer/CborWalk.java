package dev.tributary.benchmarks.internal.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Finds the data of the records in a PutRecords request in CBOR without building anything: a parser
 * would cost more than all the rest of a Kinesis that only counts.
 */
final class CborWalk {

  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int BREAK = 0xFF;
  private static final long OPEN_END = -1;
  private static final byte[] RECORDS = "Records".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "Data".getBytes(StandardCharsets.US_ASCII);

  private final byte[] in;
  private final int end;
  private int at;

  private CborWalk(byte[] in, int from, int length) {
    this.in = in;
    this.at = from;
    this.end = from + length;
  }

  static RecordCount count(byte[] body, int from, int length) throws IOException {
    RecordCount count = new RecordCount();
    try {
      CborWalk walk = new CborWalk(body, from, length);
      walk.fields(RECORDS, () -> walk.records(count));
      if (walk.at > walk.end) {
        throw new IOException("the CBOR of a request ends early");
      }
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("the CBOR of a request ends early", e);
    }
    return count;
  }

  @FunctionalInterface
  private interface Visit {
    void visit() throws IOException;
  }

  private void records(RecordCount count) throws IOException {
    items(ARRAY, () -> fields(DATA, () -> data(count)));
  }

  private void data(RecordCount count) throws IOException {
    int length = (int) head(BYTES);
    if (length < 0 || length > end - at) {
      throw new IOException("Data is not a byte string of known length");
    }
    count.add(in, at, length);
    at += length;
  }

  /** Walks over a map; calls where the value of this key begins, skips all others. */
  private void fields(byte[] wanted, Visit visit) throws IOException {
    items(
        MAP,
        () -> {
          int length = (int) head(TEXT);
          boolean found = is(wanted, length);
          at += length;
          if (found) {
            visit.visit();
          } else {
            skip();
          }
        });
  }

  private boolean is(byte[] wanted, int length) {
    if (length != wanted.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (in[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private void items(int type, Visit each) throws IOException {
    long count = head(type);
    for (long i = 0; count == OPEN_END ? !atBreak() : i < count; i++) {
      each.visit();
    }
  }

  private boolean atBreak() {
    boolean isBreak = (in[at] & 0xFF) == BREAK;
    at += isBreak ? 1 : 0;
    return isBreak;
  }

  private void skip() throws IOException {
    int type = (in[at] & 0xFF) >> 5;
    switch (type) {
      case BYTES, TEXT -> {
        int length = (int) head(type);
        at += length;
      }
      case ARRAY -> items(ARRAY, this::skip);
      case MAP ->
          items(
              MAP,
              () -> {
                skip();
                skip();
              });
      default -> {
        long _ = head(type);
      }
    }
  }

  /** Reads the head of an item of this type: its length or value. */
  private long head(int type) throws IOException {
    int first = in[at++] & 0xFF;
    if (first >> 5 != type) {
      throw new IOException("CBOR of type %d where %d is expected".formatted(first >> 5, type));
    }
    int detail = first & 0x1F;
    if (detail < 24) {
      return detail;
    }
    if (detail == 31) {
      return OPEN_END;
    }
    long value = 0;
    for (int i = 0; i < 1 << (detail - 24); i++) {
      value = (value << 8) | (in[at++] & 0xFF);
    }
    return value;
  }
}
