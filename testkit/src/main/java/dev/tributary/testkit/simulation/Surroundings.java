package dev.tributary.testkit.simulation;

import java.util.SplittableRandom;

/** What outlives the processes of a world. */
record Surroundings(
    WorldPlan plan,
    SimulatedClock clock,
    SplittableRandom random,
    Violations violations,
    Trace trace,
    Messages messages,
    ModelKinesis kinesis,
    ModelDisk disk) {}
