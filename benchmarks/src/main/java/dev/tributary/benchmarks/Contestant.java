package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.process.Workspace;

/** The brokers that are compared. */
enum Contestant {
  TRIBUTARY("tributary", "Tributary"),
  TRIBUTARY_DISK("tributary-disk", "Tributary, disk"),
  MOSQUITTO("mosquitto", "Mosquitto"),
  HIVEMQ("hivemq", "HiveMQ CE");

  /** Unacknowledged messages of a client and direction, in every broker. */
  static final int IN_FLIGHT = 1_000;

  /** Messages that may wait for a client, in every broker: none is dropped. */
  static final int QUEUED = 1_000_000;

  private final String option;
  private final String title;

  Contestant(String option, String title) {
    this.option = option;
    this.title = title;
  }

  static Contestant of(String option) {
    return Bounds.choice("--brokers", option, values(), contestant -> contestant.option);
  }

  String option() {
    return option;
  }

  String title() {
    return title;
  }

  boolean isOurs() {
    return this == TRIBUTARY || this == TRIBUTARY_DISK;
  }

  boolean isJvm() {
    return this != MOSQUITTO;
  }

  /**
   * @param javaOptions more of them for Tributary's JVM
   * @throws NotMeasured if it is not here
   */
  RunningBroker start(Workspace workspace, String javaOptions) throws NotMeasured {
    return switch (this) {
      case TRIBUTARY -> TributaryServer.start(workspace, option, configuration(false), javaOptions);
      case TRIBUTARY_DISK ->
          TributaryServer.start(workspace, option, configuration(true), javaOptions);
      case MOSQUITTO -> PeerBroker.mosquitto(workspace);
      case HIVEMQ -> PeerBroker.hiveMq(workspace);
    };
  }

  private static String configuration(boolean onDisk) {
    return ServerConfiguration.doors()
        + """
        durable_sessions.enable = %s
        mqtt.max_inflight = %d
        mqtt.max_mqueue_len = %d
        """
            .formatted(onDisk, IN_FLIGHT, QUEUED);
  }
}
