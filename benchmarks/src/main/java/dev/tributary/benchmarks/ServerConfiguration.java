package dev.tributary.benchmarks;

/** The configuration file of the measured server. */
final class ServerConfiguration {

  /**
   * Small enough to be full in every round, so that a round measures the steady state of a server
   * that is offered more than it can take, and not the filling of a buffer.
   */
  private static final String MEMORY_BUFFER = "16MB";

  private static final String DISK_BUFFER = "128MB";

  private ServerConfiguration() {}

  static String of(Mode mode, PipelineSettings settings, int kinesisPort) {
    return doors() + (mode.hasSink() ? pipeline(mode, settings, kinesisPort) : "");
  }

  /** Ports of the system's choice, and nothing that costs. */
  static String doors() {
    return """
    listeners.tcp.default.bind = "127.0.0.1:0"
    listeners.ws.default.enable = false
    dashboard.listeners.http.bind = "127.0.0.1:0"
    local_kinesis.enable = false
    """;
  }

  private static String pipeline(Mode mode, PipelineSettings settings, int kinesisPort) {
    boolean onDisk = mode.bufferMode().equals("disk");
    String aggregation =
        mode.aggregation().isEmpty() ? "" : "aggregation = " + mode.aggregation() + "\n    ";
    return """
    connectors.kinesis.bench {
      endpoint = "http://127.0.0.1:%d"
      aws_access_key_id = "bench"
      aws_secret_access_key = "bench"
    }
    actions.kinesis.bench {
      connector = "bench"
      parameters {
        stream_name = "bench"
        partition_key = "${clientid}"
        ordering = %s
        %s
      }
      resource_opts {
        buffer_mode = %s
        max_buffer_bytes = %s
        batch_size = %d
        worker_pool_size = %d
      }
    }
    rule_engine.rules.bench {
      sql = "SELECT payload.temp as t, clientid FROM \\"t/#\\" WHERE payload.temp > 20"
      actions = ["kinesis:bench"]
    }
    """
        .formatted(
            kinesisPort,
            settings.ordering(),
            aggregation,
            mode.bufferMode(),
            onDisk ? DISK_BUFFER : MEMORY_BUFFER,
            settings.batchSize(),
            settings.lanes());
  }
}
