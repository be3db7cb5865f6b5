package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code local_kinesis}: Kinesis Data Streams on this machine. */
public final class LocalKinesisSchema {

  static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d{1,2}");
  static final String REGION_EXPECTED = "a region such as us-east-1";

  private static final Pattern ACCESS_KEY = Pattern.compile("\\w{1,128}");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final int PER_SECOND_MAX = 1_000_000_000;
  private static final long BYTES_MAX = 1L << 40;
  private static final int FAULTS_MAX = 100;

  private LocalKinesisSchema() {}

  public static ObjectSchema localKinesis() {
    ObjectSchema.Builder described =
        ObjectSchema.describedAs(
                "A Kinesis Data Streams API on this machine; `./tributary local-kinesis` runs it"
                    + " alone. See [local-kinesis.md](local-kinesis.md).")
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
                "The account in the names of its streams.");
    return access(storage(described))
        .withDefault(
            "limits",
            new Preset(limits(), Map.of("aws", Map.of(), "off", withoutLimits())),
            "aws",
            limits().description())
        .withDefault(
            "faults",
            Types.listOf(fault(), FAULTS_MAX),
            List.of(),
            "Faults that are in force from the start, as `/_faults` takes them, such as `{"
                + " operations = [PutRecords], effect = throttle, probability = 0.1 }`. See"
                + " [local-kinesis-faults.md](local-kinesis-faults.md).")
        .withDefault(
            "streams",
            ByName.of(Names.STREAM, Names.STREAM_EXPECTED, stream()),
            Map.of(),
            "Streams that are there from the start.")
        .build();
  }

  private static ObjectSchema.Builder storage(ObjectSchema.Builder kinesis) {
    return kinesis
        .withDefault(
            "storage",
            Types.oneOf("disk", "memory"),
            "disk",
            "`disk`: in `<data_dir>/kinesis`, and there again after a restart or crash. `memory`: a"
                + " restart begins with `streams`, all empty.")
        .withDefault(
            "store_bytes_max",
            Types.bytes(1 << 20, BYTES_MAX),
            "256MB",
            "What all streams together may hold; beyond it the oldest records go, with a warning.")
        .withDefault(
            "retention",
            Types.duration(HOUR, YEAR),
            "24h",
            "How long new streams keep records, in whole hours. AWS's least is 24h.")
        .withDefault(
            "state_change",
            Types.duration(Duration.ZERO, HOUR),
            "0ms",
            "How long a stream stays CREATING, UPDATING or DELETING; seconds at AWS.");
  }

  private static ObjectSchema.Builder access(ObjectSchema.Builder kinesis) {
    return kinesis
        .withDefault(
            "tls",
            Types.flag(),
            false,
            "Whether the port speaks TLS, with a certificate that is generated once and kept in"
                + " `<data_dir>/kinesis-tls`.")
        .withDefault(
            "credentials",
            ByName.of(ACCESS_KEY, "1 to 128 letters, digits or _", credential()),
            Map.of(),
            "Who may call, by access key id; the signatures of requests are then checked. None:"
                + " any credentials will do.");
  }

  private static ObjectSchema credential() {
    return ObjectSchema.describedAs(
            "Who may call, by access key id; the signatures of requests are then checked. Without"
                + " any, all credentials will do.")
        .required("secret_access_key", Types.secret(), "The secret that goes with it.")
        .build();
  }

  /** The fields' defaults are AWS's numbers. */
  private static ObjectSchema limits() {
    return ObjectSchema.describedAs(
            "Throughput that is enforced: `limits = aws` (the default), `limits = off`, or an object"
                + " of these; what it leaves out is as at AWS, and 0 is no limit. See"
                + " [local-kinesis-limits.md](local-kinesis-limits.md).")
        .withDefault(
            "shard_records_per_second",
            Types.integer(0, PER_SECOND_MAX),
            1_000,
            "Records written to a shard.")
        .withDefault(
            "shard_bytes_per_second",
            Types.bytes(0, BYTES_MAX),
            "1MB",
            "Bytes written to a shard, partition keys included.")
        .withDefault(
            "shard_read_bytes_per_second",
            Types.bytes(0, BYTES_MAX),
            "2MB",
            "Bytes read from a shard by GetRecords.")
        .withDefault(
            "shard_read_calls_per_second",
            Types.integer(0, PER_SECOND_MAX),
            5,
            "GetRecords of a shard.")
        .withDefault(
            "consumer_read_bytes_per_second",
            Types.bytes(0, BYTES_MAX),
            "2MB",
            "Bytes read from a shard by one consumer of SubscribeToShard.")
        .withDefault(
            "control_plane",
            Types.flag(),
            true,
            "Whether the rates of other operations and the number of shards, streams and consumers"
                + " are limited.")
        .withDefault(
            "on_demand_bytes_per_second",
            Types.bytes(0, BYTES_MAX),
            "4MB",
            "Bytes written to a new on-demand stream, which then grows to twice its recent peak.")
        .build();
  }

  /** Read in full by the local Kinesis itself. */
  private static SettingType<Object> fault() {
    return Types.anything(
        "a rule such as { effect = throttle }",
        raw -> {
          if (!(raw instanceof Map)) {
            throw new IllegalArgumentException("not an object");
          }
        });
  }

  private static Map<String, Object> withoutLimits() {
    Map<String, Object> off = new HashMap<>();
    limits().fields().forEach(field -> off.put(field.key(), 0));
    off.put("control_plane", false);
    return Map.copyOf(off);
  }

  private static ObjectSchema stream() {
    return ObjectSchema.describedAs("One stream.")
        .withDefault(
            "shards",
            Types.integer(1, 1_000),
            1,
            "Shards, each with an equal part of the hashes. A stream that is there already stays as"
                + " it is.")
        .build();
  }
}
