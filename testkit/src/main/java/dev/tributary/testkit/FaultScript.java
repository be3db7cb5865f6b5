package dev.tributary.testkit;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/**
 * Tells {@link FakeKinesis} what to do with the requests to come. Puts take their fault from the
 * list of {@link #next} first, one each in order of arrival, then from {@link #perRequest}; other
 * operations from {@link #onOperation}. Thread-safe; may be changed while requests arrive.
 */
public final class FaultScript {
  private final Queue<Fault> next = new ArrayDeque<>();
  private final Map<String, Fault> operations = new HashMap<>();
  private Function<PutRequest, Fault> standing = _ -> Fault.none();

  FaultScript() {}

  /** One fault for each of the next puts; added behind what is already scripted. */
  public synchronized FaultScript next(Fault... faults) {
    next.addAll(List.of(faults));
    return this;
  }

  /** Every put for which nothing is scripted. */
  public FaultScript always(Fault fault) {
    return perRequest(_ -> fault);
  }

  /** Decides for every put for which nothing is scripted. */
  public synchronized FaultScript perRequest(Function<PutRequest, Fault> rule) {
    standing = rule;
    return this;
  }

  /** Every call of an operation that is not a put, such as {@code DescribeStreamSummary}. */
  public synchronized FaultScript onOperation(String operation, Fault fault) {
    operations.put(operation, fault);
    return this;
  }

  /** From now on everything works. */
  public synchronized FaultScript clear() {
    next.clear();
    operations.clear();
    standing = _ -> Fault.none();
    return this;
  }

  /** Scripted faults that no request has met yet. */
  public synchronized int left() {
    return next.size();
  }

  synchronized Fault take(PutRequest request) {
    Fault scripted = next.poll();
    return scripted == null ? standing.apply(request) : scripted;
  }

  synchronized Fault of(String operation) {
    return operations.getOrDefault(operation, new Fault.None());
  }
}
