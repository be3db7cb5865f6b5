package dev.tributary.sink.kinesis;

import dev.tributary.sink.Health;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** The check of one action's stream. Learns the greatest record on the way. */
final class StreamCheck {

  /** How much is asked. */
  enum Depth {
    /** Whether the stream is there. */
    ROUTINE,
    /** And whether this caller may put records, where the endpoint can tell without doing it. */
    PROBE
  }

  private final StreamSummaries summaries;
  private final StreamAddress stream;
  private final StreamLimits limits;
  private final DryRun dryRun;
  private final Depth depth;

  StreamCheck(
      StreamSummaries summaries,
      StreamAddress stream,
      StreamLimits limits,
      DryRun dryRun,
      Depth depth) {
    this.summaries = summaries;
    this.stream = stream;
    this.limits = limits;
    this.dryRun = dryRun;
    this.depth = depth;
  }

  Health check() throws InterruptedException {
    return switch (summaries.describe(stream)) {
      case Calls.Result.Answer<DescribeStreamSummaryResponse>(var answer) -> described(answer);
      case Calls.Result.Failure<DescribeStreamSummaryResponse>(Fault fault) -> notDescribed(fault);
    };
  }

  private Health described(DescribeStreamSummaryResponse answer) throws InterruptedException {
    Health found = health(answer.streamDescriptionSummary());
    boolean asksMore = depth == Depth.PROBE && found.equals(Health.CONNECTED);
    return asksMore && dryRun.isOffered(answer) ? dryRun.put(stream) : found;
  }

  /** Who may not ask may still put. */
  private Health notDescribed(Fault fault) throws InterruptedException {
    boolean asksMore = depth == Depth.PROBE && fault.kind() == Fault.Kind.DENIED;
    return asksMore && dryRun.isOfferedByAws() ? dryRun.put(stream) : health(fault);
  }

  private Health health(StreamDescriptionSummary summary) {
    limits.recordSize(summary.maxRecordSizeInKiB());
    return switch (summary.streamStatus()) {
      case ACTIVE, UPDATING -> Health.CONNECTED;
      case CREATING -> Health.connecting(stream + " is being created");
      case DELETING -> Health.disconnected(stream + " is being deleted: create it again");
      case UNKNOWN_TO_SDK_VERSION ->
          Health.connecting(stream + " has the status " + summary.streamStatusAsString());
    };
  }

  /**
   * Not to be allowed to ask, or to be throttled, says nothing about puts: then the next put
   * decides.
   */
  static Health health(Fault fault) {
    return switch (fault.kind()) {
      case THROTTLED, TRANSIENT, DENIED -> Health.connecting(fault.text());
      case UNREACHABLE, OPERATOR, INVALID -> Health.disconnected(fault.text());
    };
  }
}
