package dev.tributary.sink.kinesis;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.HashKeyRangeForLease;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.Lease;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.leases.LeaseRefresher;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.kpl.ExtendedSequenceNumber;

/**
 * A worker of KCL 3 as an application runs it: leases in DynamoDB, a checkpoint after each batch.
 * Its times are set short; metrics go nowhere.
 */
final class KclWorker implements AutoCloseable {

  static final String APPLICATION = "reader";
  private static final InitialPositionInStreamExtended OLDEST =
      InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);

  /**
   * How long a lease lives without being renewed. Leases are looked for every two of these, so it
   * is most of the time that the tests take; but a worker that loses one to a busy machine would
   * read twice.
   */
  private static final Duration FAILOVER = Duration.ofSeconds(4);

  private final String name;
  private final String stream;
  private final KinesisAsyncClient kinesis;
  private final DynamoDbAsyncClient dynamo;
  private final CloudWatchAsyncClient cloudWatch;
  private final Scheduler scheduler;
  private final Thread thread;

  KclWorker(String name, String stream, Endpoints at, KclRetrieval retrieval, KclJournal journal) {
    this.name = name;
    this.stream = stream;
    kinesis = client(KinesisAsyncClient.builder(), at.kinesis(), retrieval.protocol());
    dynamo = client(DynamoDbAsyncClient.builder(), at.dynamo(), Protocol.HTTP1_1);
    cloudWatch =
        client(CloudWatchAsyncClient.builder(), URI.create("http://127.0.0.1:1"), Protocol.HTTP1_1);
    ConfigsBuilder configs =
        new ConfigsBuilder(
            new SingleStreamTracker(stream, OLDEST),
            APPLICATION,
            kinesis,
            dynamo,
            cloudWatch,
            name,
            () -> new KclProcessor(journal));
    scheduler =
        new Scheduler(
            configs.checkpointConfig(),
            coordination(configs.coordinatorConfig()),
            leases(configs.leaseManagementConfig()),
            configs.lifecycleConfig().taskBackoffTimeMillis(100),
            configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
            configs.processorConfig(),
            configs.retrievalConfig().retrievalSpecificConfig(retrieval.config(stream, kinesis)));
    thread = Thread.ofPlatform().name(name).unstarted(scheduler);
  }

  record Endpoints(URI kinesis, URI dynamo) {}

  private static CoordinatorConfig coordination(CoordinatorConfig config) {
    return config
        .parentShardPollIntervalMillis(100)
        .shardConsumerDispatchPollIntervalMillis(50)
        .schedulerInitializationBackoffTimeMillis(100);
  }

  private static LeaseManagementConfig leases(LeaseManagementConfig config) {
    config
        .failoverTimeMillis(FAILOVER.toMillis())
        .leaseAssignmentIntervalMillis(200L)
        // A worker knows new shards by a list that is up to 30 s old. As long as it does not know
        // one, it does not drop those user records of aggregates that belong to another.
        .maxCacheMissesBeforeReload(0);
    config
        .workerUtilizationAwareAssignmentConfig()
        .disableWorkerMetrics(true) // they would come from the machine, by way of EC2's metadata
        .workerMetricsReporterFreqInMillis(5000);
    return config;
  }

  KclWorker start() throws Exception {
    makeLeases();
    thread.start();
    return this;
  }

  /**
   * A worker that finds no leases waits for up to 30 s, at random, that another makes them. Here
   * they are made beforehand, those of shards without parents, as KCL does it.
   */
  private void makeLeases() throws Exception {
    var _ = makeLeases(List.of());
  }

  /** Those of {@code own} are this worker's from the start. */
  KclWorker makeLeases(List<String> own) throws Exception {
    LeaseRefresher leases = scheduler.leaseRefresher();
    boolean _ = leases.createLeaseTableIfNotExists();
    for (Shard shard : kinesis.listShards(r -> r.streamName(stream)).join().shards()) {
      Lease lease = new Lease();
      lease.leaseKey(shard.shardId());
      lease.leaseCounter(0L);
      lease.ownerSwitchesSinceCheckpoint(0L);
      lease.checkpoint(ExtendedSequenceNumber.TRIM_HORIZON);
      lease.hashKeyRange(HashKeyRangeForLease.fromHashKeyRange(shard.hashKeyRange()));
      if (own.contains(shard.shardId())) {
        lease.leaseOwner(name);
      }
      if (own.isEmpty() || own.contains(shard.shardId())) {
        boolean _ = leases.createLeaseIfNotExists(lease);
      }
    }
    return this;
  }

  /** Lets processors finish what they have in hand, then stops. */
  @Override
  public void close() {
    try {
      boolean graceful = scheduler.startGracefulShutdown().get(30, TimeUnit.SECONDS);
      boolean ended = thread.join(Duration.ofSeconds(30));
      if (!graceful || !ended) {
        throw new AssertionError("KCL did not stop gracefully");
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      scheduler.shutdown();
      throw new AssertionError("KCL did not stop gracefully", e);
    } finally {
      kinesis.close();
      dynamo.close();
      cloudWatch.close();
    }
  }

  private static <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C client(
      B builder, URI endpoint, Protocol protocol) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(protocol))
        .build();
  }
}
