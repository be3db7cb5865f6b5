package dev.tributary.kinesis.local.internal.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** Values one after the other; {@link StateReader} knows their order. */
final class StateWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  StateWriter flag(boolean value) {
    out.write(value ? 1 : 0);
    return this;
  }

  StateWriter integer(int value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    return this;
  }

  StateWriter number(long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    return this;
  }

  StateWriter text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    integer(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  StateWriter optionalInteger(OptionalInt value) {
    flag(value.isPresent());
    return value.isPresent() ? integer(value.getAsInt()) : this;
  }

  StateWriter optionalText(Optional<String> value) {
    flag(value.isPresent());
    return value.isPresent() ? text(value.get()) : this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
