package dev.tributary.server.internal.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads the shards of a stream in turn, parents before their children. One thread. */
final class StreamReader {

  /** A record and where it was. */
  record Located(String shardId, Record record) {}

  /**
   * What one turn over all shards brought.
   *
   * @param atTip no shard has more at present
   */
  record Page(List<Located> records, boolean atTip) {}

  private final KinesisClient kinesis;
  private final Map<String, String> iterators = new LinkedHashMap<>();

  StreamReader(
      KinesisClient kinesis, String stream, @Nullable String onlyShard, ShardIteratorType start) {
    this.kinesis = kinesis;
    for (Shard shard : shards(kinesis, stream)) {
      if (onlyShard == null || onlyShard.equals(shard.shardId())) {
        iterators.put(
            shard.shardId(),
            kinesis
                .getShardIterator(request ->
                    request.streamName(stream).shardId(shard.shardId()).shardIteratorType(start))
                .shardIterator());
      }
    }
    if (iterators.isEmpty()) {
      throw new CommandFailure(
          "stream %s has no shard %s".formatted(stream, String.valueOf(onlyShard)));
    }
  }

  private static List<Shard> shards(KinesisClient kinesis, String stream) {
    List<Shard> shards = new ArrayList<>();
    var page = kinesis.listShards(request -> request.streamName(stream));
    shards.addAll(page.shards());
    while (page.nextToken() != null) {
      String token = page.nextToken();
      page = kinesis.listShards(request -> request.nextToken(token));
      shards.addAll(page.shards());
    }
    return shards;
  }

  /** True when every shard has been closed and read to its end. */
  boolean isDone() {
    return iterators.isEmpty();
  }

  Page next() {
    List<Located> records = new ArrayList<>();
    boolean atTip = true;
    for (String shardId : List.copyOf(iterators.keySet())) {
      String iterator = iterators.get(shardId);
      GetRecordsResponse answer = kinesis.getRecords(request -> request.shardIterator(iterator));
      answer.records().forEach(record -> records.add(new Located(shardId, record)));
      if (answer.nextShardIterator() == null) {
        iterators.remove(shardId);
      } else {
        iterators.put(shardId, answer.nextShardIterator());
        atTip &= answer.millisBehindLatest() == null || answer.millisBehindLatest() == 0;
      }
    }
    return new Page(records, atTip);
  }
}
