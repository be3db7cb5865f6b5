package dev.tributary.kinesis.local;

/**
 * A rule in force and what it did since it was added or reset.
 *
 * @param rule with its id and seed
 * @param asked requests that it is about
 * @param applied how many of them it did something to
 * @param recordsFailed records that it failed
 * @param over whether it will never do anything again
 */
public record FaultReport(
    FaultRule rule, long asked, long applied, long recordsFailed, boolean over) {}
