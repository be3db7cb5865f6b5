package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.faults.Decision;
import dev.tributary.kinesis.local.internal.faults.Faults;
import dev.tributary.kinesis.local.internal.faults.RecordFaults;
import dev.tributary.kinesis.local.internal.limits.ControlPlane;
import dev.tributary.kinesis.local.internal.store.Stream;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gate of one request: asked once, when its stream is known and before anything is done. First
 * the faults on demand, then the rates of the control plane. Remembers what is to become of the
 * answer.
 */
final class Admission {
  private final Gate gate;
  private final String operation;
  private Decision decision = Decision.NOTHING;

  private Admission(Gate gate, String operation) {
    this.gate = gate;
    this.operation = operation;
  }

  /** What all requests are held against. */
  record Gate(StreamDirectory directory, String accountId, Faults faults, ControlPlane rates) {
    Admission request(String operation) {
      return new Admission(this, operation);
    }
  }

  /**
   * Lets the request in, or throws what it is answered with.
   *
   * @param stream name of the stream it is about; null if it names none
   */
  void enter(@Nullable String stream) throws KinesisException {
    decision = gate.faults().decide(operation, stream);
    if (decision.failure().isPresent() || decision.reset() == Decision.Reset.BEFORE_PERFORMING) {
      throw new FaultException(decision.failure());
    }
    Optional<Stream> found = stream == null ? Optional.empty() : gate.directory().find(stream);
    if (!gate.rates().admits(operation, found.map(Stream::throughput))) {
      String whose = stream == null ? "" : "stream %s under ".formatted(stream);
      throw new KinesisException(
          ErrorType.LIMIT_EXCEEDED,
          "Rate exceeded for %saccount %s.".formatted(whose, gate.accountId()));
    }
  }

  /** The rules about the records of this request; null if there is none. */
  @Nullable RecordFaults ofRecords(Stream stream) {
    return gate.faults().ofRecords(operation, stream.name());
  }

  /** Whether a fault changes what becomes of the answer. */
  boolean alters() {
    return reset() || !decision.delay().isZero();
  }

  Duration delay() {
    return decision.delay();
  }

  boolean reset() {
    return decision.reset() != Decision.Reset.NONE;
  }
}
