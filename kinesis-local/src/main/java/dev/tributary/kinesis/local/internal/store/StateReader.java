package dev.tributary.kinesis.local.internal.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what {@link StateWriter} wrote. What is cut off throws a BufferUnderflowException. */
final class StateReader {
  private final ByteBuffer in;

  StateReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  boolean flag() {
    return in.get() != 0;
  }

  int integer() {
    return in.getInt();
  }

  long number() {
    return in.getLong();
  }

  String text() {
    byte[] bytes = new byte[Math.min(integer(), in.remaining())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  OptionalInt optionalInteger() {
    return flag() ? OptionalInt.of(integer()) : OptionalInt.empty();
  }

  Optional<String> optionalText() {
    return flag() ? Optional.of(text()) : Optional.empty();
  }
}
