package dev.tributary.benchmarks.internal.peer;

import dev.tributary.benchmarks.internal.process.CommandLoop;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * The limit of the back: the AWS SDK puts full requests of the records that the rule makes, with
 * the client of a connector, and nothing else happens. Arguments: port of the Kinesis, threads.
 * {@code run N} puts N records and answers when all are accepted.
 */
public final class SdkProgram {

  private static final int RECORDS_PER_REQUEST = 500;
  private static final int CONNECTIONS_MAX = 4096;

  /** As the rule of the pipeline makes them. */
  private static final String KEY = "bench-00042";

  private static final byte[] DATA =
      "{\"t\":37.5,\"clientid\":\"bench-00042\"}".getBytes(StandardCharsets.UTF_8);

  private final KinesisClient client;
  private final ExecutorService threads;
  private final int threadCount;

  private SdkProgram(KinesisClient client, ExecutorService threads, int threadCount) {
    this.client = client;
    this.threads = threads;
    this.threadCount = threadCount;
  }

  public static void main(String[] arguments) throws IOException {
    int threadCount = Integer.parseInt(arguments[1]);
    URI endpoint = URI.create("http://127.0.0.1:" + Integer.parseInt(arguments[0]));
    try (KinesisClient client = client(endpoint);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SdkProgram program = new SdkProgram(client, threads, threadCount);
      CommandLoop.serve(Map.of(), Map.of("run", records -> program.run(Long.parseLong(records))));
    }
  }

  private static KinesisClient client(URI endpoint) {
    return KinesisClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
        .httpClientBuilder(ApacheHttpClient.builder().maxConnections(CONNECTIONS_MAX))
        .build();
  }

  private Map<String, Long> run(long records) throws InterruptedException, ExecutionException {
    AtomicLong left = new AtomicLong(records);
    List<Future<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < threadCount; i++) {
      tasks.add(threads.submit(() -> put(left)));
    }
    long put = 0;
    for (Future<Long> task : tasks) {
      put += task.get();
    }
    return Map.of("records", put);
  }

  private long put(AtomicLong left) {
    long accepted = 0;
    for (long rest = left.getAndAdd(-RECORDS_PER_REQUEST);
        rest > 0;
        rest = left.getAndAdd(-RECORDS_PER_REQUEST)) {
      List<PutRecordsRequestEntry> entries = entries((int) Math.min(rest, RECORDS_PER_REQUEST));
      PutRecordsResponse answer =
          client.putRecords(put -> put.streamName("bench").records(entries));
      accepted += answer.records().size() - answer.failedRecordCount();
    }
    return accepted;
  }

  private static List<PutRecordsRequestEntry> entries(int count) {
    List<PutRecordsRequestEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(
          PutRecordsRequestEntry.builder()
              .partitionKey(KEY)
              .data(SdkBytes.fromByteArrayUnsafe(DATA))
              .build());
    }
    return entries;
  }
}
