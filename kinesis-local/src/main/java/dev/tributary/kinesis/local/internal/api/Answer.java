package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer's members in either encoding. Whoever opens an object or a list closes it with
 * {@link #end}; the outermost object is not the caller's business.
 */
final class Answer {
  private static final int CBOR_TAG_EPOCH = 1;

  private final JsonGenerator out;
  private @Nullable Subscription events;

  Answer(JsonGenerator out) {
    this.out = out;
  }

  Answer text(String name, String value) throws IOException {
    out.writeStringField(name, value);
    return this;
  }

  Answer number(String name, long value) throws IOException {
    out.writeNumberField(name, value);
    return this;
  }

  Answer flag(String name, boolean value) throws IOException {
    out.writeBooleanField(name, value);
    return this;
  }

  Answer bytes(String name, byte[] value) throws IOException {
    out.writeBinaryField(name, value);
    return this;
  }

  /** JSON has seconds with a fraction, CBOR has milliseconds (as the AWS SDK for Java does). */
  Answer timestamp(String name, long millis) throws IOException {
    out.writeFieldName(name);
    if (out instanceof CBORGenerator cbor) {
      cbor.writeTag(CBOR_TAG_EPOCH);
      cbor.writeNumber(millis);
    } else {
      out.writeNumber(BigDecimal.valueOf(millis, 3));
    }
    return this;
  }

  Answer list(String name) throws IOException {
    out.writeArrayFieldStart(name);
    return this;
  }

  Answer object(String name) throws IOException {
    out.writeObjectFieldStart(name);
    return this;
  }

  /** An object inside a list. */
  Answer object() throws IOException {
    out.writeStartObject();
    return this;
  }

  /** A text inside a list. */
  Answer text(String value) throws IOException {
    out.writeString(value);
    return this;
  }

  /** A list of texts. */
  Answer texts(String name, Collection<String> values) throws IOException {
    list(name);
    for (String value : values) {
      text(value);
    }
    return end();
  }

  /** After the members come the events of a subscription. */
  void events(Subscription subscription) {
    events = subscription;
  }

  Optional<Subscription> events() {
    return Optional.ofNullable(events);
  }

  Answer end() throws IOException {
    if (out.getOutputContext().inArray()) {
      out.writeEndArray();
    } else {
      out.writeEndObject();
    }
    return this;
  }
}
