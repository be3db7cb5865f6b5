package dev.tributary.acceptance;

import dev.tributary.testkit.Await;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads a stream from its oldest record with the AWS SDK, as a consumer would. */
final class KinesisReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A record and where it lay. */
  record Read(String shardId, String sequenceNumber, String partitionKey, byte[] data) {
    String text() {
      return new String(data, StandardCharsets.UTF_8);
    }
  }

  private final KinesisClient kinesis;
  private final String stream;
  private final Map<String, String> iterators = new LinkedHashMap<>();
  private final List<Read> read = new ArrayList<>();

  KinesisReader(URI endpoint, String stream) {
    this.stream = stream;
    kinesis =
        KinesisClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
  }

  /** The whole stream so far, each shard in its own order. */
  List<Read> all() {
    if (iterators.isEmpty()) {
      for (Shard shard : kinesis.listShards(request -> request.streamName(stream)).shards()) {
        iterators.put(shard.shardId(), oldest(shard.shardId()));
      }
    }
    iterators.replaceAll(this::drain);
    return List.copyOf(read);
  }

  /** Waits until the stream holds so many records, and returns all of them. */
  List<Read> await(int records) {
    Await.until(
        () -> "%s holds %d records; it holds %d".formatted(stream, records, read.size()),
        PATIENCE,
        () -> all().size() >= records);
    return List.copyOf(read);
  }

  /** Waits until the stream holds so many records of this key, and returns them. */
  List<Read> await(String partitionKey, int records) {
    return Await.value(
        () ->
            "%s holds %d records of %s; it holds %s"
                .formatted(stream, records, partitionKey, keys()),
        PATIENCE,
        () -> {
          var found = all().stream().filter(r -> r.partitionKey().equals(partitionKey)).toList();
          return found.size() >= records ? Optional.of(found) : Optional.empty();
        });
  }

  @Override
  public void close() {
    kinesis.close();
  }

  private List<String> keys() {
    return read.stream().map(Read::partitionKey).distinct().toList();
  }

  private String oldest(String shardId) {
    return kinesis
        .getShardIterator(request ->
            request
                .streamName(stream)
                .shardId(shardId)
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }

  /** Reads a shard to its tip and returns the iterator that goes on from there. */
  private String drain(String shardId, String iterator) {
    String next = iterator;
    while (true) {
      String from = next;
      GetRecordsResponse page = kinesis.getRecords(request -> request.shardIterator(from));
      page.records().forEach(record -> read.add(of(shardId, record)));
      next = page.nextShardIterator();
      if (page.records().isEmpty() || page.millisBehindLatest() == 0) {
        return next;
      }
    }
  }

  private static Read of(String shardId, Record record) {
    return new Read(
        shardId, record.sequenceNumber(), record.partitionKey(), record.data().asByteArray());
  }
}
