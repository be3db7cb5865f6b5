package dev.tributary.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.tributary.testkit.Fault.RecordError;
import dev.tributary.testkit.Fault.RecordFaults;
import dev.tributary.testkit.WireServer.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The protocol: decodes a call, applies the script's fault, stores, answers. */
final class FakeOperations {
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/");
  private static final String TARGET = "Kinesis_20131202.";
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/";
  private static final RecordFaults NO_FAULTS = (_, _, _, _) -> Optional.empty();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  private final Map<String, FakeStream> streams;
  private final FaultScript script;
  private final RequestLog log;

  FakeOperations(Map<String, FakeStream> streams, FaultScript script, RequestLog log) {
    this.streams = streams;
    this.script = script;
    this.log = log;
  }

  /** An operation's work; it may find that it cannot be done. */
  @FunctionalInterface
  private interface Work {
    ObjectNode run(RecordFaults faults) throws IOException, Refusal;
  }

  private static final class Refusal extends Exception {
    private final transient Fault.Refuse answer;

    Refusal(Fault.Refuse answer) {
      super(answer.message());
      this.answer = answer;
    }
  }

  Reply handle(WireServer.Request request) throws IOException, InterruptedException {
    WireEncoding encoding =
        request.header("content-type").startsWith(WireEncoding.CBOR.contentType())
            ? WireEncoding.CBOR
            : WireEncoding.JSON;
    JsonNode input = mapper(encoding).readTree(request.body());
    String target = request.header("x-amz-target");
    String operation = target.startsWith(TARGET) ? target.substring(TARGET.length()) : target;
    log.called(operation);
    return switch (operation) {
      case "PutRecords", "PutRecord" -> put(operation, encoding, input, request);
      default -> perform(script.of(operation), encoding, _ -> control(operation, input));
    };
  }

  private Reply put(
      String operation, WireEncoding encoding, JsonNode input, WireServer.Request request)
      throws IOException, InterruptedException {
    PutRequest put;
    Fault fault;
    synchronized (log) { // the request's number, its place in the log and its fault belong together
      put = read(operation, encoding, input, request);
      log.arrived(put);
      fault = script.take(put);
    }
    try {
      return perform(fault, encoding, faults -> store(put, faults));
    } finally {
      log.answered(put);
    }
  }

  private static String accessKeyId(WireServer.Request request) {
    Matcher signed = CREDENTIAL.matcher(request.header("authorization"));
    return signed.find() ? signed.group(1) : "";
  }

  private Reply perform(Fault fault, WireEncoding encoding, Work work)
      throws IOException, InterruptedException {
    return switch (fault) {
      case Fault.None() -> answer(encoding, work, NO_FAULTS);
      case Fault.Records(var faults) -> answer(encoding, work, faults);
      case Fault.Refuse refuse -> error(encoding, refuse);
      case Fault.ResetBeforeStoring() -> new Reply.Reset();
      case Fault.ResetAfterStoring() -> {
        answer(encoding, work, NO_FAULTS);
        yield new Reply.Reset();
      }
      case Fault.Delay(var duration, var then) -> {
        boolean _ = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
        yield perform(then, encoding, work);
      }
      case Fault.Gate(var gate, var then) -> {
        gate.await();
        yield perform(then, encoding, work);
      }
      case Fault.GateBeforeAnswer(var gate) -> {
        Reply answer = answer(encoding, work, NO_FAULTS);
        gate.await();
        yield answer;
      }
    };
  }

  private static Reply answer(WireEncoding encoding, Work work, RecordFaults faults)
      throws IOException {
    try {
      return reply(encoding, 200, work.run(faults));
    } catch (Refusal e) {
      return error(encoding, e.answer);
    }
  }

  private static Reply error(WireEncoding encoding, Fault.Refuse error) throws IOException {
    ObjectNode body =
        JSON.createObjectNode().put("__type", error.code()).put("message", error.message());
    return reply(encoding, error.status(), body);
  }

  private static Reply reply(WireEncoding encoding, int status, ObjectNode body)
      throws IOException {
    byte[] bytes = mapper(encoding).writeValueAsBytes(body);
    return new Reply.Answer(status, encoding.contentType(), bytes);
  }

  private static ObjectMapper mapper(WireEncoding encoding) {
    return switch (encoding) {
      case JSON -> JSON;
      case CBOR -> CBOR;
    };
  }

  // --- puts

  private PutRequest read(
      String operation, WireEncoding encoding, JsonNode input, WireServer.Request request)
      throws IOException {
    List<PutRequest.Entry> entries = new ArrayList<>();
    for (JsonNode entry : operation.equals("PutRecord") ? List.of(input) : input.path("Records")) {
      entries.add(
          new PutRequest.Entry(
              entry.path("PartitionKey").asText(),
              entry.hasNonNull("ExplicitHashKey") ? entry.get("ExplicitHashKey").asText() : null,
              entry.path("Data").binaryValue()));
    }
    return new PutRequest(
        log.nextNumber(),
        System.nanoTime(),
        accessKeyId(request),
        operation,
        streamName(input),
        encoding,
        request.body().length,
        entries);
  }

  private ObjectNode store(PutRequest request, RecordFaults faults) throws Refusal {
    FakeStream stream = stream(request.stream());
    ArrayNode results = JsonNodeFactory.instance.arrayNode();
    int failed = 0;
    synchronized (log) { // one request's records are accepted without another's in between
      for (int i = 0; i < request.entries().size(); i++) {
        PutRequest.Entry entry = request.entries().get(i);
        Optional<RecordError> error =
            faults.errorOf(request.number(), i, entry.partitionKey(), entry.data());
        failed += error.isPresent() ? 1 : 0;
        results.add(
            error.isPresent()
                ? failure(error.get())
                : success(log.store(request, i, stream, entry)));
      }
    }
    return request.operation().equals("PutRecord")
        ? single((ObjectNode) results.get(0))
        : JSON.createObjectNode().put("FailedRecordCount", failed).set("Records", results);
  }

  /** PutRecord has no per-record errors: they are errors of the request. */
  private static ObjectNode single(ObjectNode result) throws Refusal {
    if (!result.has("ErrorCode")) {
      return result;
    }
    String code = result.get("ErrorCode").asText();
    int status = code.equals(RecordError.INTERNAL_FAILURE.code()) ? 500 : 400;
    throw new Refusal(new Fault.Refuse(status, code, result.get("ErrorMessage").asText()));
  }

  private static ObjectNode success(StoredRecord record) {
    return JSON.createObjectNode()
        .put("SequenceNumber", record.sequenceNumber())
        .put("ShardId", record.shardId());
  }

  private static ObjectNode failure(RecordError error) {
    return JSON.createObjectNode()
        .put("ErrorCode", error.code())
        .put("ErrorMessage", error.message());
  }

  // --- everything else

  private ObjectNode control(String operation, JsonNode input) throws Refusal {
    return switch (operation) {
      case "DescribeStreamSummary" -> summary(stream(streamName(input)));
      case "ListStreams" -> listStreams();
      case "ListShards" -> listShards(stream(streamName(input)));
      case "DescribeLimits" -> limits();
      default ->
          throw new Refusal(
              new Fault.Refuse(
                  400, "UnknownOperationException", "the fake does not know " + operation));
    };
  }

  private static ObjectNode summary(FakeStream stream) {
    ObjectNode summary =
        JSON.createObjectNode()
            .put("StreamName", stream.name())
            .put("StreamARN", ARN + stream.name())
            .put("StreamStatus", "ACTIVE")
            .put("RetentionPeriodHours", 24)
            .put("EncryptionType", "NONE")
            .put("OpenShardCount", stream.shards())
            .put("ConsumerCount", 0)
            .put("MaxRecordSizeInKiB", 1024);
    summary.putObject("StreamModeDetails").put("StreamMode", "PROVISIONED");
    summary.putArray("EnhancedMonitoring").addObject().putArray("ShardLevelMetrics");
    return JSON.createObjectNode().set("StreamDescriptionSummary", summary);
  }

  private ObjectNode listStreams() {
    ObjectNode answer = JSON.createObjectNode().put("HasMoreStreams", false);
    ArrayNode names = answer.putArray("StreamNames");
    new TreeSet<>(streams.keySet()).forEach(names::add);
    return answer;
  }

  private static ObjectNode listShards(FakeStream stream) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode shards = answer.putArray("Shards");
    for (int i = 0; i < stream.shards(); i++) {
      ObjectNode shard = shards.addObject().put("ShardId", FakeStream.shardId(i));
      shard
          .putObject("HashKeyRange")
          .put("StartingHashKey", stream.start(i).toString())
          .put("EndingHashKey", stream.end(i).toString());
      shard.putObject("SequenceNumberRange").put("StartingSequenceNumber", "49%054d".formatted(0));
    }
    return answer;
  }

  private ObjectNode limits() {
    int open = streams.values().stream().mapToInt(FakeStream::shards).sum();
    return JSON.createObjectNode()
        .put("ShardLimit", 500)
        .put("OpenShardCount", open)
        .put("OnDemandStreamCount", 0)
        .put("OnDemandStreamCountLimit", 50);
  }

  private static String streamName(JsonNode input) {
    if (input.hasNonNull("StreamName")) {
      return input.get("StreamName").asText();
    }
    String arn = input.path("StreamARN").asText();
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private FakeStream stream(String name) throws Refusal {
    @Nullable FakeStream stream = streams.get(name);
    if (stream == null) {
      throw new Refusal(
          new Fault.Refuse(400, "ResourceNotFoundException", "the fake has no stream " + name));
    }
    return stream;
  }
}
