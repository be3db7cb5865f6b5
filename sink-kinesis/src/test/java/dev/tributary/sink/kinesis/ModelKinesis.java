package dev.tributary.sink.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * A stream in memory behind the SDK's interface, which can be resharded between two calls. Shard
 * ids are never used twice, as in Kinesis. For one thread.
 */
final class ModelKinesis implements KinesisClient {

  private static final BigInteger END = BigInteger.TWO.pow(128);

  private record Range(BigInteger first, BigInteger last) {
    boolean holds(BigInteger hash) {
      return first.compareTo(hash) <= 0 && hash.compareTo(last) <= 0;
    }
  }

  /** What a put is answered; null: it is done. */
  interface PutRule extends Function<PutRecordsRequest, @Nullable RuntimeException> {}

  private final Map<String, Range> open = new LinkedHashMap<>();
  private final Map<String, Range> all = new LinkedHashMap<>();
  private final Map<String, List<PutRecordsRequestEntry>> stored = new LinkedHashMap<>();
  final List<PutRecordsRequest> puts = new ArrayList<>();
  final Deque<RuntimeException> listFailures = new ArrayDeque<>();
  PutRule rule = _ -> null;
  Function<PutRecordsRequestEntry, @Nullable String> entryError = _ -> null;
  boolean ignoresKeys;
  int lists;
  int pageShards = 1000;
  int recordKib = 1024;
  private int nextId;

  ModelKinesis(int shards) {
    reshard(shards);
  }

  /** Closes all shards and opens so many new ones. */
  void reshard(int shards) {
    open.clear();
    for (int i = 0; i < shards; i++) {
      BigInteger first = END.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(shards));
      BigInteger next = END.multiply(BigInteger.valueOf(i + 1L)).divide(BigInteger.valueOf(shards));
      String id = "shardId-%012d".formatted(nextId++);
      open.put(id, new Range(first, next.subtract(BigInteger.ONE)));
      stored.put(id, new ArrayList<>());
    }
    all.putAll(open);
  }

  static KinesisException error(String code) {
    return (KinesisException)
        KinesisException.builder()
            .statusCode(400)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(code).build())
            .build();
  }

  @Override
  public DescribeStreamSummaryResponse describeStreamSummary(DescribeStreamSummaryRequest r) {
    return DescribeStreamSummaryResponse.builder()
        .streamDescriptionSummary(
            s -> s.streamStatus(StreamStatus.ACTIVE).maxRecordSizeInKiB(recordKib))
        .build();
  }

  @Override
  public ListShardsResponse listShards(ListShardsRequest request) {
    lists++;
    if (!listFailures.isEmpty()) {
      throw listFailures.removeFirst();
    }
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    List<Shard> shards =
        all.entrySet().stream().skip(from).limit(pageShards).map(this::shard).toList();
    String token = from + pageShards < all.size() ? Integer.toString(from + pageShards) : null;
    return ListShardsResponse.builder().shards(shards).nextToken(token).build();
  }

  /** Does not filter: closed shards have an end. */
  private Shard shard(Map.Entry<String, Range> shard) {
    Range range = shard.getValue();
    return Shard.builder()
        .shardId(shard.getKey())
        .hashKeyRange(
            k -> k.startingHashKey(range.first().toString()).endingHashKey(range.last().toString()))
        .sequenceNumberRange(n ->
            n.startingSequenceNumber("1")
                .endingSequenceNumber(open.containsKey(shard.getKey()) ? null : "2"))
        .build();
  }

  @Override
  public PutRecordsResponse putRecords(PutRecordsRequest request) {
    puts.add(request);
    RuntimeException refusal = rule.apply(request);
    if (refusal != null) {
      throw refusal;
    }
    List<PutRecordsResultEntry> results = new ArrayList<>();
    for (PutRecordsRequestEntry entry : request.records()) {
      results.add(store(entry));
    }
    return PutRecordsResponse.builder().records(results).build();
  }

  private PutRecordsResultEntry store(PutRecordsRequestEntry entry) {
    String error = entryError.apply(entry);
    if (error != null) {
      return PutRecordsResultEntry.builder().errorCode(error).errorMessage("no").build();
    }
    byte[] key = entry.partitionKey().getBytes(StandardCharsets.UTF_8);
    BigInteger hash =
        new KplReader.UserRecord(entry.partitionKey(), entry.explicitHashKey(), key).hash();
    String shard = ignoresKeys ? elsewhere(hash) : owner(hash);
    List<PutRecordsRequestEntry> records = stored.get(shard);
    records.add(entry);
    return PutRecordsResultEntry.builder()
        .shardId(shard)
        .sequenceNumber("49" + records.size())
        .build();
  }

  private String owner(BigInteger hash) {
    return open.entrySet().stream()
        .filter(shard -> shard.getValue().holds(hash))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private String elsewhere(BigInteger hash) {
    return open.entrySet().stream()
        .filter(shard -> !shard.getValue().holds(hash))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /**
   * All that consumers see, shard by shard, as KCL reads: an aggregate with a record that lies
   * outside is dropped, the records inside too (AwsReadersIT).
   */
  List<KplReader.UserRecord> readable() {
    List<KplReader.UserRecord> readable = new ArrayList<>();
    stored.forEach((shard, entries) -> {
      Range range = all.get(shard);
      for (PutRecordsRequestEntry entry : entries) {
        byte[] data = entry.data().asByteArray();
        if (KplReader.isAggregate(data)) {
          List<KplReader.UserRecord> records = KplReader.read(data);
          if (records.stream().allMatch(record -> range.holds(record.hash()))) {
            readable.addAll(records);
          }
        } else {
          readable.add(
              new KplReader.UserRecord(entry.partitionKey(), entry.explicitHashKey(), data));
        }
      }
    });
    return readable;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
