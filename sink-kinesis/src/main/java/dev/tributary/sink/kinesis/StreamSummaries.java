package dev.tributary.sink.kinesis;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;

/**
 * DescribeStreamSummary for all checks of one connector. Kinesis allows 20 a second per account,
 * which others use, too. Any thread.
 */
final class StreamSummaries {

  private static final int PER_SECOND = 5;
  private static final int BURST = 5;

  /** Asked for where no action has named a stream yet: no answer is an answer, too. */
  private static final StreamAddress PROBABLY_NONE =
      new StreamAddress("tributary-connection-check", null);

  private final Calls calls;
  private final Pace pace;
  private final ConcurrentLinkedDeque<StreamAddress> known = new ConcurrentLinkedDeque<>();

  StreamSummaries(Calls calls, LongSupplier nanos) {
    this.calls = calls;
    this.pace = new Pace(PER_SECOND, BURST, nanos);
  }

  Calls.Result<DescribeStreamSummaryResponse> describe(StreamAddress stream)
      throws InterruptedException {
    pace.await();
    return calls.call(
        stream.toString(),
        client ->
            client.describeStreamSummary(
                call -> call.streamName(stream.name()).streamARN(stream.arn())));
  }

  /** Of a stream that an action uses, or of one that need not exist. */
  Calls.Result<DescribeStreamSummaryResponse> describeAny() throws InterruptedException {
    @Nullable StreamAddress any = known.peekFirst();
    return describe(any == null ? PROBABLY_NONE : any);
  }

  void opened(StreamAddress stream) {
    known.addFirst(stream);
  }

  void closed(StreamAddress stream) {
    known.removeFirstOccurrence(stream);
  }
}
