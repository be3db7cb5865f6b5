package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code local_kinesis}: Kinesis Data Streams on this machine. */
public final class LocalKinesisSchema {

  static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d{1,2}");
  static final String REGION_EXPECTED = "a region such as us-east-1";

  private LocalKinesisSchema() {}

  public static ObjectSchema localKinesis() {
    return ObjectSchema.describedAs("A Kinesis Data Streams API on this machine, in memory.")
        .withDefault("enable", Types.flag(), false, "Whether it runs.")
        .withDefault("bind", Types.address(), "127.0.0.1:4566", "Address and port.")
        .withDefault(
            "region",
            Types.text(REGION, REGION_EXPECTED),
            "us-east-1",
            "The region in the names of its streams.")
        .withDefault(
            "account_id",
            Types.text(Pattern.compile("\\d{12}"), "an account of 12 digits"),
            "000000000000",
            "The account in the names of its streams.")
        .withDefault(
            "streams",
            ByName.of(Names.STREAM, Names.STREAM_EXPECTED, stream()),
            Map.of(),
            "Streams that are there from the start.")
        .build();
  }

  private static ObjectSchema stream() {
    return ObjectSchema.describedAs("One stream.")
        .withDefault(
            "shards", Types.integer(1, 10_000), 1, "Shards, each with an equal part of the hashes.")
        .build();
  }
}
