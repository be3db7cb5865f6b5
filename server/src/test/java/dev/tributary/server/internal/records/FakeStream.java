package dev.tributary.server.internal.records;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.SequenceNumberRange;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** A stream in memory whose answers can be made to fail. Sequence numbers count from 1. */
final class FakeStream implements KinesisClient {

  private static final int PAGE = 2;

  /** One shard. */
  private static final class Content {
    private final List<Record> records = new ArrayList<>();
    private final List<String> parents;
    private boolean closed;

    Content(List<String> parents) {
      this.parents = parents;
    }
  }

  private final Map<String, Content> shards = new LinkedHashMap<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private int reads;
  private int sequence;

  FakeStream shard(String id, String... parents) {
    shards.put(id, new Content(List.of(parents)));
    return this;
  }

  FakeStream close(String id) {
    shards.get(id).closed = true;
    return this;
  }

  FakeStream put(String id, String data, long arrivalMillis) {
    shards
        .get(id)
        .records
        .add(
            Record.builder()
                .partitionKey("key")
                .sequenceNumber(String.valueOf(++sequence))
                .approximateArrivalTimestamp(Instant.ofEpochMilli(arrivalMillis))
                .data(SdkBytes.fromUtf8String(data))
                .build());
    return this;
  }

  /** The next reads fail so, one after the other. */
  void fail(RuntimeException... next) {
    failures.addAll(List.of(next));
  }

  /** Iterators that were asked for. */
  List<String> asked() {
    return asked;
  }

  int reads() {
    return reads;
  }

  @Override
  public ListShardsResponse listShards(Consumer<ListShardsRequest.Builder> ignored) {
    List<Shard> all = new ArrayList<>();
    shards.forEach((id, content) ->
        all.add(
            Shard.builder()
                .shardId(id)
                .parentShardId(content.parents.isEmpty() ? null : content.parents.getFirst())
                .adjacentParentShardId(content.parents.size() < 2 ? null : content.parents.get(1))
                .sequenceNumberRange(
                    SequenceNumberRange.builder()
                        .startingSequenceNumber("0")
                        .endingSequenceNumber(content.closed ? "999" : null)
                        .build())
                .build()));
    return ListShardsResponse.builder().shards(all).build();
  }

  @Override
  public GetShardIteratorResponse getShardIterator(
      Consumer<GetShardIteratorRequest.Builder> question) {
    GetShardIteratorRequest.Builder builder = GetShardIteratorRequest.builder();
    question.accept(builder);
    GetShardIteratorRequest request = builder.build();
    asked.add(
        request.shardId()
            + " "
            + request.shardIteratorTypeAsString()
            + (request.startingSequenceNumber() == null
                ? ""
                : " " + request.startingSequenceNumber())
            + (request.timestamp() == null ? "" : " " + request.timestamp().toEpochMilli()));
    return GetShardIteratorResponse.builder()
        .shardIterator(request.shardId() + ":" + place(request))
        .build();
  }

  private int place(GetShardIteratorRequest request) {
    List<Record> records = shards.get(request.shardId()).records;
    return switch (request.shardIteratorType()) {
      case LATEST -> records.size();
      case AT_TIMESTAMP ->
          first(
              records,
              record -> !record.approximateArrivalTimestamp().isBefore(request.timestamp()));
      case AT_SEQUENCE_NUMBER ->
          first(
              records,
              record -> number(record) >= Integer.parseInt(request.startingSequenceNumber()));
      case AFTER_SEQUENCE_NUMBER ->
          first(
              records,
              record -> number(record) > Integer.parseInt(request.startingSequenceNumber()));
      default -> 0;
    };
  }

  private static int number(Record record) {
    return Integer.parseInt(record.sequenceNumber());
  }

  private static int first(List<Record> records, java.util.function.Predicate<Record> test) {
    int place = 0;
    while (place < records.size() && !test.test(records.get(place))) {
      place++;
    }
    return place;
  }

  @Override
  public GetRecordsResponse getRecords(Consumer<GetRecordsRequest.Builder> question) {
    reads++;
    if (!failures.isEmpty()) {
      throw failures.removeFirst();
    }
    GetRecordsRequest.Builder builder = GetRecordsRequest.builder();
    question.accept(builder);
    String[] iterator = builder.build().shardIterator().split(":", -1);
    Content content = shards.get(iterator[0]);
    int from = Integer.parseInt(iterator[1]);
    int to = Math.min(content.records.size(), from + PAGE);
    boolean end = to == content.records.size();
    @Nullable String next = end && content.closed ? null : iterator[0] + ":" + to;
    return GetRecordsResponse.builder()
        .records(content.records.subList(from, to))
        .nextShardIterator(next)
        .millisBehindLatest(end ? 0L : 1_000L)
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
