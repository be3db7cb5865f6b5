package dev.tributary.management.internal.rest;

import dev.tributary.sink.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dead letter as REST shows it; times are milliseconds since 1970. */
final class DeadLetterView {

  private DeadLetterView() {}

  static Map<String, @Nullable Object> of(DeadLetter letter) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", letter.id());
    view.put("code", letter.errorCode());
    view.put("reason", letter.reason());
    view.put("died_at", letter.diedAtMillis());
    view.put("published_at", letter.publishedAtMillis());
    view.put("topic", letter.source().topic());
    view.put("clientid", letter.source().clientId());
    view.put("rule", letter.source().ruleId());
    view.put("partition_key", letter.partitionKey());
    if (letter.explicitHashKey() != null) {
      view.put("explicit_hash_key", letter.explicitHashKey());
    }
    view.put("size", letter.data().length);
    view.put("data", Base64.getEncoder().encodeToString(letter.data()));
    String text = text(letter.data());
    if (text != null) {
      view.put("text", text);
    }
    return view;
  }

  private static @Nullable String text(byte[] data) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
