package dev.tributary.sink.kinesis;

import dev.tributary.sink.Connector;
import dev.tributary.sink.Delivery;
import dev.tributary.sink.Health;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;

/**
 * A connection to Kinesis that several actions share. The AWS client is built by the first call, on
 * the thread that makes it. Thread-safe.
 */
public final class KinesisConnector implements Connector {

  private final Calls calls;

  public KinesisConnector(KinesisConnectorSettings settings) {
    this.calls = new Calls(settings);
  }

  /**
   * Lists one stream. A caller who is known but not allowed to list has shown as much as is asked
   * here: that Kinesis can be reached and accepts the credentials.
   */
  @Override
  public Health check() throws InterruptedException {
    return switch (calls.call(
        "the list of streams", client -> client.listStreams(l -> l.limit(1)))) {
      case Calls.Result.Answer<ListStreamsResponse> _ -> Health.CONNECTED;
      case Calls.Result.Failure<ListStreamsResponse>(Fault fault) -> health(fault);
    };
  }

  private static Health health(Fault fault) {
    String reason = fault.why() + " (" + fault.code() + ")";
    return switch (fault.kind()) {
      case THROTTLED, DENIED -> Health.CONNECTED;
      case TRANSIENT -> Health.connecting(reason);
      case UNREACHABLE, OPERATOR, INVALID -> Health.disconnected(reason);
    };
  }

  /** The delivery of one action. Does no I/O. */
  public Delivery open(KinesisActionSettings action) {
    return new KinesisDelivery(calls, action);
  }

  /**
   * A delivery whose check also shows, without writing anything, whether this caller may put
   * records; for probes. Where the endpoint has no way to tell, it checks as {@link #open}'s does.
   */
  public Delivery openForProbe(KinesisActionSettings action) {
    return new KinesisDelivery(calls, action);
  }

  @Override
  public void close() {
    calls.close();
  }
}
