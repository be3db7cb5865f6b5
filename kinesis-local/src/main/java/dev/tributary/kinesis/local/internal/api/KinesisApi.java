package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.kinesis.local.internal.api.Admission.Gate;
import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.faults.Decision.Failure;
import dev.tributary.kinesis.local.internal.faults.Faults;
import dev.tributary.kinesis.local.internal.limits.ControlPlane;
import dev.tributary.kinesis.local.internal.store.StoreException;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs operations: the one place where an error becomes an answer. Thread-safe. What there is
 * to perform stands in {@link OperationTable}, what requests may hold in {@link Requests}.
 */
public final class KinesisApi {
  private static final Logger LOG = LoggerFactory.getLogger(KinesisApi.class);
  private static final int OK = 200;

  private final Codecs codecs = new Codecs();
  private final OperationTable operations;
  private final Gate gate;

  /**
   * @param random makes the key that seals iterators, if the directory has none; not used after
   *     construction
   */
  public KinesisApi(
      StreamDirectory directory,
      LocalKinesisSettings settings,
      Faults faults,
      InstantSource clock,
      RandomGenerator random) {
    this.gate =
        new Gate(
            directory,
            settings.accountId(),
            faults,
            new ControlPlane(settings.limits().controlPlane(), clock));
    Streams streams = new Streams(directory, clock, settings.accountId());
    Tokens tokens = directory.sealingKey().map(Tokens::new).orElseGet(() -> new Tokens(random));
    this.operations = new OperationTable(new Common(directory, streams, tokens, settings, clock));
  }

  /**
   * Performs an operation.
   *
   * @param name the part of X-Amz-Target behind the dot, or whatever the client sent
   * @param output gives a stream onto an emptied body; asked again when an error has to replace
   *     what was written so far
   */
  public Performed perform(
      String name, Encoding encoding, Body body, Supplier<OutputStream> output) {
    Admission admission = gate.request(name);
    Performed performed = perform(admission, name, encoding, body, output);
    return admission.alters() ? performed.with(admission.delay(), admission.reset()) : performed;
  }

  private Performed perform(
      Admission admission,
      String name,
      Encoding encoding,
      Body body,
      Supplier<OutputStream> output) {
    try {
      Operation operation =
          operations
              .named(name)
              .orElseThrow(() -> new KinesisException(ErrorType.UNKNOWN_OPERATION, ""));
      Shape.Structure shape = Requests.of(name);
      Answered answered = answer(operation, shape, admission, encoding, body, output.get());
      if (answered.empty() && answered.events().isEmpty()) {
        var _ = output.get(); // AWS answers with no body rather than with an empty object
      }
      return new Performed(OK, Duration.ZERO, false, answered.events());
    } catch (FaultException e) {
      return fault(e, encoding, output);
    } catch (KinesisException e) {
      return error(e.type(), e.text(), encoding, output);
    } catch (IOException _) {
      return error(ErrorType.SERIALIZATION, "", encoding, output);
    } catch (StoreException _) {
      return error(ErrorType.INTERNAL_FAILURE, "the storage failed, see the log", encoding, output);
    } catch (RuntimeException e) {
      LOG.error("local Kinesis failed in {}", name, e);
      return error(ErrorType.INTERNAL_FAILURE, "internal failure, see the log", encoding, output);
    }
  }

  /** Whether the answer has no members, and what follows them. */
  private record Answered(boolean empty, Optional<Subscription> events) {}

  private Answered answer(
      Operation operation,
      Shape.Structure shape,
      Admission admission,
      Encoding encoding,
      Body body,
      OutputStream output)
      throws IOException, KinesisException {
    try (JsonParser in = codecs.parser(encoding, body);
        JsonGenerator out = codecs.generator(encoding, output)) {
      out.writeStartObject();
      Answer answer = new Answer(out);
      operation.perform(new Call(in, encoding, shape, admission), answer);
      boolean empty = out.getOutputContext().getEntryCount() == 0;
      out.writeEndObject();
      return new Answered(empty, answer.events());
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

  /** Answers a request whose operation is not even looked at. */
  public Performed refuse(Refusal refusal, Encoding encoding, Supplier<OutputStream> output) {
    return error(refusal.status(), refusal.type(), refusal.message(), encoding, output);
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
      if (!message.isEmpty()) {
        // AWS writes this one error's member with a capital; clients understand both.
        boolean capital = code.equals(ErrorType.SERIALIZATION.wireName());
        out.writeStringField(capital ? "Message" : "message", writable(message));
      }
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
