package dev.tributary.sink.kinesis;

import dev.tributary.sink.BatchOutcome;
import dev.tributary.sink.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Sends the parcels of one batch, in as many requests as it takes, one after the other, and keeps
 * what was answered: a later request that fails does not make an earlier answer unheard. For one
 * batch, by one thread.
 */
final class PutRun {

  /** Makes one request. */
  interface Put {
    Calls.Result<PutRecordsResponse> put(List<PutRecordsRequestEntry> entries)
        throws InterruptedException;
  }

  /** An aggregate in another shard than foretold. */
  record Surprise(Parcel parcel, String shardId, String sequenceNumber) {}

  /** The shard that a parcel was meant for; null if none was foretold. */
  interface Forecast {
    @Nullable String shardId(Parcel parcel);
  }

  private final Put put;
  private final Forecast forecast;
  private final @Nullable Outcome[] outcomes;
  private final List<Surprise> surprises = new ArrayList<>();
  private boolean plainSurprise;
  private boolean foretoldRight;
  private int answered;

  PutRun(int records, Put put, Forecast forecast) {
    this.outcomes = new Outcome[records];
    this.put = put;
    this.forecast = forecast;
  }

  /**
   * Sends.
   *
   * @return what happened to the whole batch if nothing was answered; else null, and each record
   *     has its outcome, except those of surprises
   */
  @Nullable Fault send(List<List<Parcel>> requests) throws InterruptedException {
    Deque<List<Parcel>> left = new ArrayDeque<>(requests);
    while (!left.isEmpty()) {
      List<Parcel> request = left.removeFirst();
      Fault fault;
      try {
        fault = sendOne(request);
      } catch (InterruptedException e) {
        if (answered == 0) {
          throw e;
        }
        Thread.currentThread().interrupt();
        fault = new Fault(Fault.Kind.TRANSIENT, "Interrupted", "the action was stopped meanwhile");
      }
      if (fault != null && answered == 0) {
        return fault;
      }
      if (fault != null) {
        failed(request, fault, left);
      }
    }
    return null;
  }

  private @Nullable Fault sendOne(List<Parcel> request) throws InterruptedException {
    List<PutRecordsRequestEntry> entries = new ArrayList<>(request.size());
    for (Parcel parcel : request) {
      entries.add(parcel.entry());
    }
    return switch (put.put(entries)) {
      case Calls.Result.Answer<PutRecordsResponse>(var answer) -> {
        answered += request.size();
        settle(request, answer.records());
        yield null;
      }
      case Calls.Result.Failure<PutRecordsResponse>(Fault fault) -> fault;
    };
  }

  /**
   * The culprit of a refused request is looked for right here, for the runtime looks for it only
   * when all of a batch was refused. Anything else will meet the requests behind this one, too.
   */
  private void failed(List<Parcel> request, Fault fault, Deque<List<Parcel>> left) {
    if (fault.kind() != Fault.Kind.INVALID) {
      retry(request, fault);
      left.forEach(unsent -> retry(unsent, fault));
      left.clear();
    } else if (request.size() > 1) {
      int middle = request.size() / 2;
      left.addFirst(request.subList(middle, request.size()));
      left.addFirst(request.subList(0, middle));
    } else if (request.getFirst().packed().isAggregate()) {
      retry(request, fault);
    } else {
      outcome(request.getFirst(), new Outcome.Failed(fault.code(), fault.why()));
    }
  }

  private void retry(List<Parcel> request, Fault fault) {
    Outcome again = new Outcome.Retry(fault.code(), fault.why(), Duration.ZERO);
    request.forEach(parcel -> outcome(parcel, again));
  }

  private void settle(List<Parcel> request, List<PutRecordsResultEntry> results) {
    for (int i = 0; i < request.size(); i++) {
      if (i < results.size()) {
        settle(request.get(i), results.get(i));
      } else {
        outcome(request.get(i), malformed("the answer is shorter than the request"));
      }
    }
  }

  /** Kinesis refuses single records only for reasons that pass: throttling, internal failure. */
  private void settle(Parcel parcel, PutRecordsResultEntry result) {
    String code = result.errorCode();
    if (code != null) {
      String message = result.errorMessage();
      outcome(parcel, new Outcome.Retry(code, message == null ? "" : message, Duration.ZERO));
    } else if (result.sequenceNumber() == null || result.shardId() == null) {
      outcome(parcel, malformed("neither sequence number and shard nor error"));
    } else {
      stored(parcel, result.shardId(), result.sequenceNumber());
    }
  }

  private void stored(Parcel parcel, String shardId, String sequenceNumber) {
    String foretold = forecast.shardId(parcel);
    boolean right = foretold == null || foretold.equals(shardId);
    if (right || !parcel.packed().isAggregate()) {
      plainSurprise |= !right;
      foretoldRight |= right && foretold != null;
      outcome(parcel, new Outcome.Delivered(shardId, sequenceNumber));
    } else {
      surprises.add(new Surprise(parcel, shardId, sequenceNumber));
    }
  }

  private static Outcome malformed(String why) {
    return new Outcome.Retry("MalformedAnswer", why, Duration.ZERO);
  }

  private void outcome(Parcel parcel, Outcome outcome) {
    for (int member : parcel.packed().members()) {
      outcome(member, outcome);
    }
  }

  /** The outcome of one record of the batch. */
  void outcome(int member, Outcome outcome) {
    outcomes[member] = outcome;
  }

  List<Surprise> surprises() {
    return surprises;
  }

  /** Whether any answer showed that the map is not right, or no longer. */
  boolean isSurprised() {
    return plainSurprise || !surprises.isEmpty();
  }

  /** Whether any answer showed that hash keys decide on the shard. */
  boolean wasForetoldRight() {
    return foretoldRight;
  }

  BatchOutcome result() {
    return new BatchOutcome.PerRecord(Arrays.asList(outcomes), answered);
  }
}
