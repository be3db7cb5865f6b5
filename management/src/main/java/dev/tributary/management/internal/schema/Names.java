package dev.tributary.management.internal.schema;

import java.util.regex.Pattern;

/** What objects may be called. */
public final class Names {

  /** Connectors and actions. */
  public static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,254}");

  public static final String RESOURCE_EXPECTED =
      "1 to 255 letters, digits, - or _, beginning with a letter or digit";

  /** Rules; the original refuses blanks and slashes. */
  public static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,254}");

  public static final String RULE_EXPECTED =
      "1 to 255 letters, digits, -, _, . or :, beginning with a letter or digit";

  /** Kinesis limit (CreateStream). */
  static final Pattern STREAM = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

  static final String STREAM_EXPECTED = "a stream name: 1 to 128 letters, digits, _, . or -";

  private Names() {}
}
