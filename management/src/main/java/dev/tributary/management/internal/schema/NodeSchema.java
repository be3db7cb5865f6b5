package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import java.util.regex.Pattern;

/** {@code node} and {@code log}. */
public final class NodeSchema {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}@[A-Za-z0-9._:-]{1,255}");

  private NodeSchema() {}

  public static ObjectSchema node() {
    return ObjectSchema.describedAs("This process.")
        .withDefault(
            "name",
            Types.text(NAME, "a name such as tributary@127.0.0.1"),
            "tributary@127.0.0.1",
            "What the node is called in REST answers and in the `node` field of rules.")
        .withDefault(
            "data_dir",
            Types.text(1, 4_096),
            "data",
            "Folder for everything that is kept across restarts; a relative path starts at the"
                + " installation folder.")
        .build();
  }

  public static ObjectSchema log() {
    return ObjectSchema.describedAs("The log.")
        .nested(
            "console",
            ObjectSchema.describedAs("Log lines on standard output.")
                .withDefault("enable", Types.flag(), true, "Whether lines are written.")
                .withDefault(
                    "level",
                    Types.oneOf("trace", "debug", "info", "warning", "error"),
                    "info",
                    "The least important level that is written.")
                .build())
        .build();
  }
}
