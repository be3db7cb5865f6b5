package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.kinesis.local.internal.api.Admission.Gate;
import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.faults.Decision.Failure;
import dev.tributary.kinesis.local.internal.faults.Faults;
import dev.tributary.kinesis.local.internal.limits.ControlPlane;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of operations, and the one place where an error becomes an answer. Thread-safe; no
 * operation blocks.
 */
public final class KinesisApi {
  private static final Logger LOG = LoggerFactory.getLogger(KinesisApi.class);
  private static final int OK = 200;

  private final Codecs codecs = new Codecs();
  private final Map<String, Operation> operations;
  private final Gate gate;

  /**
   * @param random makes the key that seals iterators; not used after construction
   */
  public KinesisApi(
      StreamDirectory directory,
      LocalKinesisSettings settings,
      Faults faults,
      InstantSource clock,
      RandomGenerator random) {
    Duration retention = settings.retention();
    KinesisLimits limits = settings.limits();
    this.gate =
        new Gate(
            directory,
            settings.accountId(),
            faults,
            new ControlPlane(limits.controlPlane(), clock));
    RateExceeded rateExceeded = new RateExceeded(settings.accountId());
    Tokens tokens = new Tokens(random);
    Streams streams = new Streams(directory, clock, settings.accountId());
    StreamOperations stream = new StreamOperations(directory, streams, tokens, clock);
    DescribeOperations describe = new DescribeOperations(streams, retention, clock);
    ShardOperations shard = new ShardOperations(streams, tokens, retention, clock);
    ReshardOperations reshard = new ReshardOperations(directory, streams, clock);
    PutOperations put = new PutOperations(directory, streams, limits, rateExceeded, clock);
    ReadOperations read = new ReadOperations(streams, tokens, limits, rateExceeded, clock);
    this.operations =
        Map.ofEntries(
            Map.entry("CreateStream", stream::create),
            Map.entry("DeleteStream", stream::delete),
            Map.entry("ListStreams", stream::list),
            Map.entry("DescribeLimits", stream::limits),
            Map.entry("DescribeStream", describe::describe),
            Map.entry("DescribeStreamSummary", describe::summary),
            Map.entry("ListShards", shard::list),
            Map.entry("SplitShard", reshard::split),
            Map.entry("PutRecord", put::putRecord),
            Map.entry("PutRecords", put::putRecords),
            Map.entry("GetShardIterator", read::iterator),
            Map.entry("GetRecords", read::records));
  }

  /**
   * Performs an operation.
   *
   * @param name the part of X-Amz-Target behind the dot, or whatever the client sent
   * @param output gives a stream onto an emptied body; asked again when an error has to replace
   *     what was written so far
   */
  public Performed perform(
      String name, Encoding encoding, InputStream body, Supplier<OutputStream> output) {
    Admission admission = gate.request(name);
    Performed performed = perform(admission, name, encoding, body, output);
    return admission.alters() ? performed.with(admission.delay(), admission.reset()) : performed;
  }

  private Performed perform(
      Admission admission,
      String name,
      Encoding encoding,
      InputStream body,
      Supplier<OutputStream> output) {
    try {
      Operation operation = operations.get(name);
      if (operation == null) {
        throw new KinesisException(
            ErrorType.UNKNOWN_OPERATION, "'%s' is not an operation of this server".formatted(name));
      }
      answer(operation, admission, encoding, body, output.get());
      return Performed.answered(OK);
    } catch (FaultException e) {
      return fault(e, encoding, output);
    } catch (KinesisException e) {
      return error(e.type(), e.text(), encoding, output);
    } catch (IOException _) {
      // The parser's own text would quote the body, which may hold a payload.
      String text = "the body is not a complete %s object of the right shape".formatted(encoding);
      return error(ErrorType.SERIALIZATION, text, encoding, output);
    } catch (RuntimeException e) {
      LOG.error("local Kinesis failed in {}", name, e);
      return error(ErrorType.INTERNAL_FAILURE, "internal failure, see the log", encoding, output);
    }
  }

  private void answer(
      Operation operation,
      Admission admission,
      Encoding encoding,
      InputStream body,
      OutputStream output)
      throws IOException, KinesisException {
    try (JsonParser in = codecs.parser(encoding, body);
        JsonGenerator out = codecs.generator(encoding, output)) {
      out.writeStartObject();
      operation.perform(new Call(in, encoding, admission), new Answer(out));
      out.writeEndObject();
    }
  }

  private Performed fault(FaultException e, Encoding encoding, Supplier<OutputStream> output) {
    Optional<Failure> failure = e.failure();
    int status = failure.map(Failure::status).orElse(OK);
    if (failure.isPresent() && failure.get().code().isPresent()) {
      return error(status, failure.get().code().get(), e.text(), encoding, output);
    }
    var _ = output.get(); // empties it
    return Performed.answered(status);
  }

  private Performed error(
      ErrorType type, String message, Encoding encoding, Supplier<OutputStream> output) {
    return error(type.status(), type.wireName(), message, encoding, output);
  }

  /** An answer with AWS's error shape, also for what goes wrong before an operation is known. */
  private Performed error(
      int status, String code, String message, Encoding encoding, Supplier<OutputStream> output) {
    try (JsonGenerator out = codecs.generator(encoding, output.get())) {
      out.writeStartObject();
      out.writeStringField("__type", code);
      out.writeStringField("message", writable(message));
      out.writeEndObject();
      return Performed.answered(status);
    } catch (IOException e) {
      throw new IllegalStateException("an answer is written to memory", e);
    }
  }

  /**
   * A message may quote a value that is not even Unicode: encoding replaces what cannot be written.
   */
  private static String writable(String message) {
    return new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
