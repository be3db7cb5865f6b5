package dev.tributary.kinesis.local.internal.store;

/**
 * What is set for the whole account, by UpdateAccountSettings.
 *
 * @param throughputCommitment whether the minimum throughput billing commitment is enabled
 * @param commitmentChangedMillis when that was last changed; 0 if never
 */
public record AccountSettings(boolean throughputCommitment, long commitmentChangedMillis) {
  public static final AccountSettings DEFAULT = new AccountSettings(false, 0);
}
