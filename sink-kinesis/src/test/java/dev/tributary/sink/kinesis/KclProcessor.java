package dev.tributary.sink.kinesis;

import java.util.List;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.KinesisClientLibDependencyException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.exceptions.ThrottlingException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Writes one shard's records into the journal and checkpoints behind each batch. KCL calls it from
 * one thread at a time.
 */
final class KclProcessor implements ShardRecordProcessor {

  private final KclJournal journal;
  private String shard = "";
  private boolean stopping;

  KclProcessor(KclJournal journal) {
    this.journal = journal;
  }

  @Override
  public void initialize(InitializationInput input) {
    shard = input.shardId();
    journal.add(
        new KclJournal.Started(
            shard,
            input.extendedSequenceNumber().sequenceNumber(),
            input.extendedSequenceNumber().subSequenceNumber()));
  }

  @Override
  public void processRecords(ProcessRecordsInput input) {
    List<KinesisClientRecord> read = journal.read(shard, input.records());
    if (!read.isEmpty()) {
      checkpoint(input.checkpointer(), read.getLast());
    }
  }

  private void checkpoint(RecordProcessorCheckpointer checkpointer, KinesisClientRecord last) {
    String number = last.sequenceNumber();
    long subNumber = last.subSequenceNumber();
    attempt(() -> checkpointer.checkpoint(number, subNumber));
    journal.add(new KclJournal.Checkpointed(shard, number, subNumber));
  }

  /**
   * Nobody is there to take a lease. But a worker that stops gives its own up, also of shards that
   * it had not begun to read, whose processors it does not tell before.
   */
  @Override
  public void leaseLost(LeaseLostInput input) {
    if (!stopping && !shard.isEmpty()) {
      journal.add(new KclJournal.Trouble(shard, "lease lost"));
    }
  }

  @Override
  public void shardEnded(ShardEndedInput input) {
    attempt(() -> input.checkpointer().checkpoint());
    journal.add(new KclJournal.Ended(shard));
  }

  /** Everything read is checkpointed already. */
  @Override
  public void shutdownRequested(ShutdownRequestedInput input) {
    stopping = true;
  }

  @FunctionalInterface
  private interface Attempt {
    void run()
        throws KinesisClientLibDependencyException,
            InvalidStateException,
            ThrottlingException,
            ShutdownException;
  }

  private void attempt(Attempt checkpoint) {
    try {
      checkpoint.run();
    } catch (KinesisClientLibDependencyException
        | InvalidStateException
        | ThrottlingException
        | ShutdownException e) {
      journal.add(new KclJournal.Trouble(shard, "checkpoint failed: " + e));
    }
  }
}
