package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * {@code connectors.kinesis.<name>}. A file must name an endpoint that can be right; REST takes any
 * text, as the original does, and shows what is wrong with it as the connector's status.
 */
public final class KinesisConnectorSchema {

  private static final Pattern ENDPOINT =
      Pattern.compile("(?i)https?://(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:\\d{1,5})?/?");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private KinesisConnectorSchema() {}

  public static ObjectSchema inFile() {
    return connector(
        Types.text(
            ENDPOINT, "http[s]://host[:port], such as https://kinesis.us-east-1.amazonaws.com"));
  }

  public static ObjectSchema inRequest() {
    return connector(new LenientText(2_048));
  }

  private static ObjectSchema connector(SettingType<String> endpoint) {
    return ObjectSchema.describedAs("A connection to Kinesis that several actions share.")
        .withDefault("enable", Types.flag(), true, "Whether it runs.")
        .withDefault("description", new LenientText(4_096), "", "For people.")
        .optional("tags", Types.listOf(Types.text(1, 255), 100), "For people, to find it by.")
        .required(
            "endpoint",
            endpoint,
            "`http[s]://host[:port]` of the Kinesis API, such as"
                + " `https://kinesis.us-east-1.amazonaws.com`.")
        .optional(
            "region",
            Types.text(REGION, "an AWS region such as us-east-1"),
            "AWS region. Left out: taken from the endpoint where that is certain, else from the"
                + " environment, else `us-east-1`.")
        .optional(
            "aws_access_key_id",
            Types.text(1, 1_024),
            "Static credentials. Left out together with the secret: the default chain of the AWS"
                + " SDK (environment, profile, container, instance).")
        .optional(
            "aws_secret_access_key",
            Types.secret(),
            "Given if and only if `aws_access_key_id` is; `file:///path` reads it from a file.")
        .optional("session_token", Types.secret(), "Session token of temporary static credentials.")
        .withDefault(
            "max_retries",
            Types.integer(0, 10),
            2,
            "How often the AWS SDK repeats a whole request at once. Refused records and longer"
                + " faults are repeated by the action, whatever this says.")
        .withDefault(
            "pool_size", Types.integer(1, 1_024), 8, "HTTP connections that are kept for requests.")
        .nested("resource_opts", resourceOptions())
        .build();
  }

  private static ObjectSchema resourceOptions() {
    return ObjectSchema.describedAs("How the connection is started and watched.")
        .withDefault(
            "health_check_interval",
            Types.duration(MILLISECOND, HOUR),
            "15s",
            "Between two checks of the connection.")
        .withDefault(
            "health_check_timeout",
            Types.durationOrInfinity(MILLISECOND, HOUR),
            "60s",
            "A check without an answer for this long has failed.")
        .withDefault(
            "start_after_created",
            Types.flag(),
            true,
            "Whether it starts by itself; else `POST …/start` starts it.")
        .withDefault(
            "start_timeout",
            Types.duration(Duration.ZERO, HOUR),
            "5s",
            "How long creating or starting it waits for the first check.")
        .build();
  }
}
