package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.SettingType;
import dev.tributary.config.Types;
import dev.tributary.rule.engine.FallbackActions;
import dev.tributary.sink.kinesis.KinesisActionSettings;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code actions.kinesis.<name>}. A file must name a stream that can exist; REST takes any text, as
 * the original does, and shows what is wrong with it as the action's status.
 */
public final class KinesisActionSchema {

  private static final Pattern STREAM_ARN =
      Pattern.compile("arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\\d{12}:stream/[A-Za-z0-9_.-]{1,128}");

  private KinesisActionSchema() {}

  public static ObjectSchema inFile() {
    return action(Types.text(Names.STREAM, Names.STREAM_EXPECTED));
  }

  public static ObjectSchema inRequest() {
    return action(new LenientText(1_024));
  }

  private static ObjectSchema action(SettingType<String> streamName) {
    return ObjectSchema.describedAs("What a rule sends to one Kinesis stream.")
        .withDefault("enable", Types.flag(), true, "Whether it takes records.")
        .required(
            "connector",
            Types.text(Names.RESOURCE, "the name of a Kinesis connector"),
            "The name of the connector that it sends through.")
        .withDefault("description", new LenientText(4_096), "", "For people.")
        .optional("tags", Types.listOf(Types.text(1, 255), 100), "For people, to find it by.")
        .withDefault(
            "fallback_actions",
            Types.listOf(new FallbackActionType(), FallbackActions.ACTIONS_MAX),
            List.of(),
            "Who takes over a record that ends otherwise than delivered: another action"
                + " (`{kind: reference, type: kinesis, name: other}`), which renders its own"
                + " templates, or a publish (`{kind: republish, args: {topic: \"failed/${clientid}\"}}`);"
                + " see `docs/sink.md`.")
        .required("parameters", parameters(streamName), "What is sent where.")
        .nested("resource_opts", ActionOptionsSchema.resourceOptions())
        .build();
  }

  private static ObjectSchema parameters(SettingType<String> streamName) {
    return aggregation(
            addressing(ObjectSchema.describedAs("What is sent where."), streamName)
                .withDefault(
                    "payload_template",
                    TemplateType.any(),
                    "${.}",
                    "Template of the record's data; `${.}` and an empty template are all selected"
                        + " fields as JSON.")
                .withDefault(
                    "ordering",
                    Types.oneOf("strict", "batch", "none"),
                    "strict",
                    "`strict`: a request holds at most one record of a key (or one aggregate), so"
                        + " that nothing overtakes. `batch`: several, in order, and inside one"
                        + " partially failed request a later record may overtake. `none`: as many"
                        + " requests at once as `inflight_window` allows, in any order."))
        .build();
  }

  private static ObjectSchema.Builder addressing(
      ObjectSchema.Builder parameters, SettingType<String> streamName) {
    return parameters
        .optional(
            "stream_name",
            streamName,
            "The stream: 1 to 128 letters, digits, `_`, `.`, `-`. Either this or `stream_arn`.")
        .optional(
            "stream_arn",
            Types.text(
                STREAM_ARN,
                "the ARN of a stream, such as"
                    + " arn:aws:kinesis:us-east-1:123456789012:stream/my_stream"),
            "The stream by its ARN, also in another account. Either this or `stream_name`.")
        .required(
            "partition_key",
            TemplateType.notEmpty(),
            "Template of the partition key, such as `${clientid}`; 1 to 256 characters when filled"
                + " in (Kinesis limit). It sees only what the rule selects.")
        .optional(
            "explicit_hash_key",
            TemplateType.any(),
            "Template of a decimal number from 0 to 2^128-1 that chooses the shard in place of the"
                + " partition key's hash (Kinesis: ExplicitHashKey).")
        .withDefault(
            "undefined_partition_key",
            Types.oneOf("random", "fail", "literal"),
            "random",
            "When the partition key names a field that is not there: `random` sends under a random"
                + " key, `fail` fails the record, `literal` sends under the text `undefined` as the"
                + " original does.");
  }

  private static ObjectSchema.Builder aggregation(ObjectSchema.Builder parameters) {
    return parameters
        .withDefault(
            "aggregation",
            Types.oneOf("none", "kpl"),
            "none",
            "`kpl`: many messages travel in one Kinesis record, in the format that KCL and AWS's"
                + " de-aggregation libraries read; consumers must de-aggregate.")
        .withDefault(
            "aggregation_max_bytes",
            Types.bytes(1_000, 1 << 20),
            KinesisActionSettings.DEFAULT_AGGREGATION_BYTES_MAX,
            "Largest aggregate with everything. A provisioned stream is billed by begun units of"
                + " 25 KB of a record, so just a unit is the cheapest.")
        .withDefault(
            "aggregation_max_count",
            Types.integer(1, 100_000),
            KinesisActionSettings.DEFAULT_AGGREGATION_RECORDS_MAX,
            "Most messages in one aggregate.");
  }
}
