package dev.tributary.acceptance;

import java.net.URI;

/** Configuration files in the form in which users write them. */
final class Configurations {
  static final String STREAM = "my_stream";
  static final String ACTION = "kinesis:my_rule";
  static final String CONNECTOR = "kinesis:my-kinesis";

  private Configurations() {}

  /**
   * Everything below t/ goes to the stream as it came. Health is looked at every half second, so
   * that a test sees a change soon.
   *
   * @param partitionKey template, such as <code>${clientid}</code>
   * @param parameters further parameters of the action, one a line
   * @param resourceOpts further resource options of the action, one a line
   */
  static String pipeline(
      URI endpoint, String partitionKey, String parameters, String resourceOpts) {
    return """
    connectors.kinesis.my-kinesis {
      endpoint = "%s"
      aws_access_key_id = "test"
      aws_secret_access_key = "test"
      resource_opts { health_check_interval = 500ms }
    }
    actions.kinesis.my_rule {
      connector = "my-kinesis"
      parameters {
        stream_name = "my_stream"
        payload_template = "${payload}"
        partition_key = "%s"
        %s
      }
      resource_opts {
        health_check_interval = 500ms
        health_check_interval_jitter = 0s
        %s
      }
    }
    rule_engine.rules.my_rule {
      sql = "SELECT * FROM \\"t/#\\""
      actions = ["kinesis:my_rule"]
    }
    """
        .formatted(endpoint, partitionKey, parameters, resourceOpts);
  }

  /** A local Kinesis with the stream, which takes and gives as much as it can. */
  static String localKinesis(int shards) {
    return """
    local_kinesis {
      enable = true
      limits = off
      streams.my_stream.shards = %d
    }
    """
        .formatted(shards);
  }
}
