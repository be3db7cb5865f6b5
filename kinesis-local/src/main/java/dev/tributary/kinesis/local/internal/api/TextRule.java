package dev.tributary.kinesis.local.internal.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a text of the API may look like; numbers and patterns are those of the API's model. */
enum TextRule {
  STREAM_NAME(1, 128, "[a-zA-Z0-9_.-]+"),
  STREAM_ARN(1, 2048, "arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+"),
  STREAM_ID(1, 24, "[a-z0-9]{20}-[a-z0-9]{3}"),
  CONSUMER_NAME(1, 128, "[a-zA-Z0-9_.-]+"),
  CONSUMER_ARN(
      1,
      2048,
      "^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+"),
  RESOURCE_ARN(1, 2048, "arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+"),
  SHARD_ID(1, 128, "[a-zA-Z0-9_.-]+"),
  PARTITION_KEY(1, 256, null),
  HASH_KEY(0, Integer.MAX_VALUE, "0|([1-9]\\d{0,38})"),
  SEQUENCE_NUMBER(0, Integer.MAX_VALUE, "0|([1-9]\\d{0,128})"),
  SHARD_ITERATOR(1, 512, null),
  NEXT_TOKEN(1, 1_048_576, null),
  TAG_KEY(1, 128, null),
  TAG_VALUE(0, 256, null),
  KEY_ID(1, 2048, null),
  ANY(0, Integer.MAX_VALUE, null);

  private final int charsMin;
  private final int charsMax;
  private final @Nullable Pattern pattern;

  TextRule(int charsMin, int charsMax, @Nullable String pattern) {
    this.charsMin = charsMin;
    this.charsMax = charsMax;
    this.pattern = pattern == null ? null : Pattern.compile(pattern);
  }

  /** Returns the value, or throws what AWS says of it. */
  String check(String field, String value) throws KinesisException {
    checkUnicode(field, value);
    if (!allows(value)) {
      Violations violations = new Violations();
      report(field, value, violations);
      violations.check();
    }
    return value;
  }

  /** Adds all that is wrong with the value. */
  void report(String field, String value, Violations violations) {
    if (!matches(value)) {
      violations.add(field, value, "Member must satisfy regular expression pattern: " + pattern);
    }
    if (chars(value) > charsMax) {
      violations.add(field, value, longest());
    }
    if (chars(value) < charsMin) {
      violations.add(field, value, shortest());
    }
  }

  boolean allows(String value) {
    return hasLength(value) && matches(value);
  }

  boolean hasLength(String value) {
    int chars = chars(value);
    return chars >= charsMin && chars <= charsMax;
  }

  String longest() {
    return "Member must have length less than or equal to " + charsMax;
  }

  String shortest() {
    return "Member must have length greater than or equal to " + charsMin;
  }

  /** What is too long is not matched at all: that could take long, and is an error anyway. */
  private boolean matches(String value) {
    return pattern == null || chars(value) > charsMax || pattern.matcher(value).matches();
  }

  private int chars(String value) {
    return value.length() <= charsMax ? value.length() : value.codePointCount(0, value.length());
  }

  /** Half of a surrogate pair could be stored, but not written into an answer. */
  static void checkUnicode(String field, String value) throws KinesisException {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
        if (!pair) {
          throw new KinesisException(
              ErrorType.SERIALIZATION,
              field + " holds half of a surrogate pair, must be Unicode text");
        }
        i++;
      }
    }
  }
}
