package dev.tributary.kinesis.local;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Fills the disk that its argument names, makes room, and fails unless all is as it should be. */
final class FullDiskProgram {
  private static final int BALLAST_BYTES = 64 << 20;
  private static final int BATCH = 50;
  private static final int RECORD_BYTES = 20_000;
  private static final int BATCHES_MAX = 10_000;
  private static final int BATCHES_AFTER = 10;

  private final LocalKinesisSettings settings;
  private final Random random = new Random(3);
  private final Set<String> acknowledged = new HashSet<>();

  private FullDiskProgram(Path disk) {
    this.settings =
        LocalKinesisSettings.defaults()
            .withLimits(KinesisLimits.OFF)
            .withStoreBytesMax(1L << 40)
            .withDirectory(Optional.of(disk.resolve("kinesis")))
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  public static void main(String[] arguments) throws Exception {
    Path disk = Path.of(arguments[0]);
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[BALLAST_BYTES]);
    FullDiskProgram program = new FullDiskProgram(disk);
    program.fill(ballast);
    program.readAgain();
  }

  private void fill(Path ballast) throws Exception {
    try (LocalKinesis server = start();
        WireClient wire = new WireClient(server.port(), true)) {
      KinesisClient kinesis = wire.kinesis();
      check(putUntil(kinesis, false), "the disk is never full");
      checkAll(kinesis);
      Files.delete(ballast);
      check(putUntil(kinesis, true), "nothing is stored again when there is room");
      for (int i = 0; i < BATCHES_AFTER; i++) {
        check(put(kinesis), "what was stored again fails again");
      }
      checkAll(kinesis);
    }
  }

  private void readAgain() throws Exception {
    try (LocalKinesis server = start();
        WireClient wire = new WireClient(server.port(), true)) {
      checkAll(wire.kinesis());
      check(put(wire.kinesis()), "nothing is stored after a restart");
    }
  }

  private LocalKinesis start() throws Exception {
    LocalKinesis server = new LocalKinesis(settings, InstantSource.system(), new Random());
    server.createStream("s", 3);
    server.start();
    return server;
  }

  private boolean putUntil(KinesisClient kinesis, boolean stored) {
    int left = BATCHES_MAX;
    while (left > 0 && put(kinesis) != stored) {
      left--;
    }
    return left > 0;
  }

  /** Whether it was stored; the data cannot be compressed and says which batch it is of. */
  private boolean put(KinesisClient kinesis) {
    byte[] data = new byte[RECORD_BYTES];
    random.nextBytes(data);
    List<PutRecordsRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      entries.add(
          PutRecordsRequestEntry.builder()
              .partitionKey("key " + i)
              .data(SdkBytes.fromByteArray(data))
              .build());
    }
    try {
      for (PutRecordsResultEntry result :
          kinesis.putRecords(r -> r.streamName("s").records(entries)).records()) {
        check(acknowledged.add(result.sequenceNumber()), "a number is given twice");
      }
      return true;
    } catch (KinesisException e) {
      check(e.statusCode() == 500, "the status is " + e.statusCode());
      check(e.awsErrorDetails().errorCode().equals("InternalFailure"), e.toString());
      return false;
    }
  }

  private void checkAll(KinesisClient kinesis) {
    Set<String> missing = new HashSet<>(acknowledged);
    Map<String, Integer> batches = new HashMap<>();
    for (int shard = 0; shard < 3; shard++) {
      String id = "shardId-00000000000" + shard;
      String iterator =
          kinesis
              .getShardIterator(r ->
                  r.streamName("s").shardId(id).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      GetRecordsResponse page;
      do {
        String next = iterator;
        page = kinesis.getRecords(r -> r.shardIterator(next));
        for (Record record : page.records()) {
          missing.remove(record.sequenceNumber());
          String batch = Arrays.hashCode(record.data().asByteArrayUnsafe()) + "";
          int _ = batches.merge(batch, 1, Integer::sum);
        }
        iterator = page.nextShardIterator();
      } while (page.millisBehindLatest() > 0);
    }
    check(missing.isEmpty(), missing.size() + " records are lost of " + acknowledged.size());
    check(batches.values().stream().allMatch(count -> count == BATCH), "half a batch is there");
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what);
    }
  }
}
