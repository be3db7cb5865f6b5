package dev.tributary.kinesis.local.internal.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a text of the API may look like; numbers and patterns are those of the API's model. */
enum TextRule {
  STREAM_NAME(1, 128, "[a-zA-Z0-9_.-]+"),
  STREAM_ARN(1, 2048, "arn:aws[^:]*:kinesis:[^:]*:\\d{12}:stream/\\S+"),
  SHARD_ID(1, 128, "[a-zA-Z0-9_.-]+"),
  PARTITION_KEY(1, 256, null),
  HASH_KEY(1, 39, "0|[1-9]\\d{0,38}"),
  SEQUENCE_NUMBER(1, 129, "0|[1-9]\\d{0,128}"),
  SHARD_ITERATOR(1, 512, null),
  NEXT_TOKEN(1, 1_048_576, null),
  WORD(1, 64, null);

  private final int charsMin;
  private final int charsMax;
  private final @Nullable Pattern pattern;

  TextRule(int charsMin, int charsMax, @Nullable String pattern) {
    this.charsMin = charsMin;
    this.charsMax = charsMax;
    this.pattern = pattern == null ? null : Pattern.compile(pattern);
  }

  String check(String field, String value) throws KinesisException {
    int chars =
        value.length() <= charsMax ? value.length() : value.codePointCount(0, value.length());
    if (chars < charsMin || chars > charsMax) {
      throw KinesisException.invalid(
          field, value, "length %d, must be %d to %d".formatted(chars, charsMin, charsMax));
    }
    if (!isUnicode(value)) {
      // It could be stored, but not written into an answer.
      throw new KinesisException(
          ErrorType.SERIALIZATION, field + " holds half of a surrogate pair, must be Unicode text");
    }
    if (pattern != null && !pattern.matcher(value).matches()) {
      throw KinesisException.invalid(field, value, "must match " + pattern);
    }
    return value;
  }

  private static boolean isUnicode(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
