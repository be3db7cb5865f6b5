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

  static final Pattern ADDRESS =
      Pattern.compile("(?i)https?://(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:\\d{1,5})?/?");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/\\S{1,512}");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private KinesisConnectorSchema() {}

  public static ObjectSchema inFile() {
    return connector(
        Types.text(
            ADDRESS, "http[s]://host[:port], such as https://kinesis.us-east-1.amazonaws.com"));
  }

  public static ObjectSchema inRequest() {
    return connector(new LenientText(2_048));
  }

  private static ObjectSchema connector(SettingType<String> endpoint) {
    ObjectSchema.Builder described =
        ObjectSchema.describedAs("A connection to Kinesis that several actions share.")
            .withDefault("enable", Types.flag(), true, "Whether it runs.")
            .withDefault("description", new LenientText(4_096), "", "For people.")
            .optional("tags", Types.listOf(Types.text(1, 255), 100), "For people, to find it by.");
    return credentials(place(described, endpoint))
        .withDefault(
            "max_retries",
            Types.integer(0, 10),
            2,
            "How often the AWS SDK repeats a whole request at once. Refused records and longer"
                + " faults are repeated by the action, whatever this says.")
        .withDefault(
            "pool_size", Types.integer(1, 1_024), 8, "HTTP connections that are kept for requests.")
        .optional("proxy", TransportSchema.proxy(), "An HTTP proxy between us and AWS.")
        .optional("ssl", TransportSchema.ssl(), "How secure connections are made.")
        .nested("resource_opts", resourceOptions())
        .build();
  }

  private static ObjectSchema.Builder place(
      ObjectSchema.Builder connector, SettingType<String> endpoint) {
    return connector
        .optional(
            "endpoint",
            endpoint,
            "`http[s]://host[:port]` of the Kinesis API, such as"
                + " `https://kinesis.us-east-1.amazonaws.com`. May be left out if `region` is given:"
                + " then it is AWS's own of that region.")
        .optional(
            "region",
            Types.text(REGION, "an AWS region such as us-east-1"),
            "AWS region. Left out: taken from the endpoint where that is certain, else from the"
                + " environment, else `us-east-1`.")
        .optional(
            "fips",
            Types.flag(),
            "AWS's FIPS 140 endpoint of the region; only without `endpoint`. Default: `false`.")
        .optional(
            "dual_stack",
            Types.flag(),
            "AWS's endpoint for IPv4 and IPv6; only without `endpoint`. Default: `false`.");
  }

  private static ObjectSchema.Builder credentials(ObjectSchema.Builder connector) {
    return connector
        .optional(
            "aws_access_key_id",
            Types.text(1, 1_024),
            "Static credentials. Left out together with the secret: `profile`, or the default chain"
                + " of the AWS SDK (environment, profile, web identity, container, instance).")
        .optional(
            "aws_secret_access_key",
            Types.secret(),
            "Given if and only if `aws_access_key_id` is; `file:///path` reads it from a file.")
        .optional("session_token", Types.secret(), "Session token of temporary static credentials.")
        .optional(
            "profile",
            Types.text(1, 256),
            "A profile of the AWS configuration files; not together with static credentials.")
        .optional(
            "role_arn",
            Types.text(ROLE, "the ARN of a role, such as arn:aws:iam::123456789012:role/writer"),
            "A role that is assumed through STS with the credentials above, and again before it"
                + " expires.")
        .optional(
            "external_id",
            Types.text(EXTERNAL_ID, "2 to 1224 letters, digits or any of _+=,.@:/-"),
            "What the role's trust policy asks for; only with `role_arn`.")
        .optional(
            "role_session_name",
            Types.text(SESSION_NAME, "2 to 64 letters, digits or any of _+=,.@-"),
            "Shown in the account's logs; only with `role_arn`. Default: `tributary`.")
        .optional(
            "sts_endpoint",
            Types.text(
                ADDRESS, "http[s]://host[:port], such as https://sts.us-east-1.amazonaws.com"),
            "Where the role is assumed; only with `role_arn`. Default: AWS's own of the region.");
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
