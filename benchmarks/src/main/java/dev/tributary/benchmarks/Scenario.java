package dev.tributary.benchmarks;

import dev.tributary.benchmarks.internal.load.Plan;
import dev.tributary.benchmarks.internal.load.Plan.Way;

/** The ways of messages through a broker that are measured. */
enum Scenario {
  IN_QOS1("in-qos1", "QoS 1 in, no subscriber", Way.NOWHERE, 1, 2.0),
  PAIRS_QOS0("pairs-qos0", "1:1, QoS 0", Way.PAIRS, 0, 0),
  PAIRS_QOS1("pairs-qos1", "1:1, QoS 1", Way.PAIRS, 1, 0),
  FAN_QOS0("fan-qos0", "fan-out, QoS 0", Way.FAN_OUT, 0, 0),
  FAN_QOS1("fan-qos1", "fan-out, QoS 1", Way.FAN_OUT, 1, 0),
  GROUP_QOS1("group-qos1", "fan-in to a shared group, QoS 1", Way.GROUP, 1, 0),
  DURABLE_QOS1("durable-qos1", "1:1, QoS 1, durable sessions", Way.PAIRS, 1, 0);

  private final String option;
  private final String title;
  private final Way way;
  private final int qos;
  private final double budgetMicros;

  Scenario(String option, String title, Way way, int qos, double budgetMicros) {
    this.option = option;
    this.title = title;
    this.way = way;
    this.qos = qos;
    this.budgetMicros = budgetMicros;
  }

  static Scenario of(String option) {
    return Bounds.choice("--scenarios", option, values(), scenario -> scenario.option);
  }

  String option() {
    return option;
  }

  String title() {
    return title;
  }

  /** CPU per unit that the issue allows; 0 if the peers are the measure. */
  double budgetMicros() {
    return budgetMicros;
  }

  /** Without durable sessions nothing goes to the disk, and there is nothing to compare. */
  boolean isFor(Contestant contestant) {
    return contestant != Contestant.TRIBUTARY_DISK || isDurable();
  }

  private boolean isDurable() {
    return this == DURABLE_QOS1;
  }

  Plan plan(BrokerBenchmarkSettings settings) {
    int publishers = way == Way.FAN_OUT ? 1 : settings.publishers();
    int subscribers =
        switch (way) {
          case NOWHERE -> 0;
          case PAIRS -> settings.publishers();
          case FAN_OUT -> settings.fanOut();
          case GROUP -> settings.members();
        };
    return new Plan(
        way,
        settings.mqttVersion(),
        publishers,
        subscribers,
        qos,
        settings.window(),
        settings.payloadBytes(),
        isDurable());
  }
}
