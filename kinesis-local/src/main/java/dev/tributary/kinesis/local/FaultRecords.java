package dev.tributary.kinesis.local;

import java.util.List;

/**
 * Which records of a PutRecords fail while the others are stored: those that all three name. A
 * PutRecord is taken as a batch of one.
 *
 * @param partitionKeys exact, or with {@code *} for any characters and {@code ?} for one; empty for
 *     all
 * @param indexes places in the request, from 0; empty for all
 * @param share of those that are named, drawn one by one: above 0 to 1
 */
public record FaultRecords(List<String> partitionKeys, List<Integer> indexes, double share) {
  public static final FaultRecords ALL = new FaultRecords(List.of(), List.of(), 1);

  public FaultRecords {
    partitionKeys = List.copyOf(partitionKeys);
    indexes = List.copyOf(indexes);
  }

  public FaultRecords withPartitionKeys(String... partitionKeys) {
    return new FaultRecords(List.of(partitionKeys), indexes, share);
  }

  public FaultRecords withIndexes(Integer... indexes) {
    return new FaultRecords(partitionKeys, List.of(indexes), share);
  }

  public FaultRecords withShare(double share) {
    return new FaultRecords(partitionKeys, indexes, share);
  }
}
