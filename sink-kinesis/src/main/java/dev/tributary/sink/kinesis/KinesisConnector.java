package dev.tributary.sink.kinesis;

import dev.tributary.sink.Connector;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;

/**
 * A connection to Kinesis that several actions share. The AWS client is built by the first call, on
 * the thread that makes it. Thread-safe.
 */
public final class KinesisConnector implements Connector {

  private final Calls calls;
  private final StreamSummaries summaries;
  private final LongSupplier nanos;

  public KinesisConnector(KinesisConnectorSettings settings) {
    this(settings, System::nanoTime);
  }

  /**
   * @param nanos a clock that never goes back, as {@link System#nanoTime}
   */
  KinesisConnector(KinesisConnectorSettings settings, LongSupplier nanos) {
    this(new Calls(settings), nanos);
  }

  KinesisConnector(Calls calls, LongSupplier nanos) {
    this.calls = calls;
    this.summaries = new StreamSummaries(calls, nanos);
    this.nanos = nanos;
  }

  /**
   * Asks about a stream, one of an action if there is any. A caller who is known but not allowed to
   * ask, or a stream that is not there, has shown as much as is asked here: that Kinesis can be
   * reached and accepts the credentials.
   */
  @Override
  public Health check() throws InterruptedException {
    return switch (summaries.describeAny()) {
      case Calls.Result.Answer<DescribeStreamSummaryResponse> _ -> Health.CONNECTED;
      case Calls.Result.Failure<DescribeStreamSummaryResponse>(Fault fault) -> health(fault);
    };
  }

  private static Health health(Fault fault) {
    if (fault.isAboutTheStream()) {
      return Health.CONNECTED;
    }
    return switch (fault.kind()) {
      case THROTTLED, DENIED -> Health.CONNECTED;
      case TRANSIENT -> Health.connecting(fault.text());
      case UNREACHABLE, OPERATOR, INVALID -> Health.disconnected(fault.text());
    };
  }

  /** The delivery of one action. Does no I/O. */
  public Delivery open(KinesisActionSettings action) {
    return open(action, StreamCheck.Depth.ROUTINE);
  }

  /**
   * A delivery whose check also shows, without writing anything, whether this caller may put
   * records; for probes. Where the endpoint has no way to tell, it checks as {@link #open}'s does.
   */
  public Delivery openForProbe(KinesisActionSettings action) {
    return open(action, StreamCheck.Depth.PROBE);
  }

  private KinesisDelivery open(KinesisActionSettings action, StreamCheck.Depth depth) {
    return new KinesisDelivery(calls, summaries, action, depth, nanos);
  }

  @Override
  public void close() {
    calls.close();
  }
}
