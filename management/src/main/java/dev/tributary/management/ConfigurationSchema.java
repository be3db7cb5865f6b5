package dev.tributary.management;

import dev.tributary.config.ObjectSchema;
import dev.tributary.management.internal.schema.BrokerSchema;
import dev.tributary.management.internal.schema.ByName;
import dev.tributary.management.internal.schema.DashboardSchema;
import dev.tributary.management.internal.schema.Elements;
import dev.tributary.management.internal.schema.KinesisActionSchema;
import dev.tributary.management.internal.schema.KinesisConnectorSchema;
import dev.tributary.management.internal.schema.LocalKinesisSchema;
import dev.tributary.management.internal.schema.MqttSchema;
import dev.tributary.management.internal.schema.NodeSchema;
import dev.tributary.management.internal.schema.PrometheusSchema;
import dev.tributary.management.internal.schema.RetainerSchema;
import dev.tributary.management.internal.schema.RuleSchema;
import java.util.List;
import java.util.Map;

/** Every key of {@code tributary.conf}. Keys, defaults and ranges are the original's. */
public final class ConfigurationSchema {

  private ConfigurationSchema() {}

  /** The whole file. */
  public static ObjectSchema root() {
    return ObjectSchema.describedAs("Tributary's configuration.")
        .nested("node", NodeSchema.node())
        .nested("listeners", BrokerSchema.listeners())
        .nested("mqtt", MqttSchema.mqtt())
        .nested("retainer", RetainerSchema.retainer())
        .nested("durable_sessions", BrokerSchema.durableSessions())
        .nested("force_shutdown", BrokerSchema.forceShutdown())
        .nested("sys_topics", BrokerSchema.sysTopics())
        .withDefault(
            "authentication",
            Elements.of(BrokerSchema.authentication(), 16),
            List.of(),
            BrokerSchema.authentication().description())
        .nested("dashboard", DashboardSchema.dashboard())
        .nested("prometheus", PrometheusSchema.prometheus())
        .nested("log", NodeSchema.log())
        .nested("local_kinesis", LocalKinesisSchema.localKinesis())
        .nested("connectors", byName("Connections to services.", KinesisConnectorSchema.inFile()))
        .nested("actions", byName("What rules send to services.", KinesisActionSchema.inFile()))
        .nested("rule_engine", RuleSchema.ruleEngine())
        .build();
  }

  private static ObjectSchema byName(String description, ObjectSchema member) {
    return ObjectSchema.describedAs(description)
        .withDefault(
            "kinesis", ByName.resources(member), Map.of(), "Amazon Kinesis Data Streams, by name.")
        .build();
  }
}
