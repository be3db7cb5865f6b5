package dev.tributary.kinesis.local.internal.api;

import static java.util.Map.entry;

import dev.tributary.kinesis.local.KinesisLimits;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The table of operations. Those that change streams, consumers or the account are performed one at
 * a time, so that what they have checked still holds when they act; they are rare.
 */
final class OperationTable {
  private final ReentrantLock changing = new ReentrantLock();
  private final Map<String, Operation> operations;

  OperationTable(Common common) {
    Consumers consumers = new Consumers(common.streams(), common.clock());
    Resources resources = new Resources(common.streams(), consumers);
    Commitment commitment = new Commitment(common.directory(), common.clock());
    WarmThroughput warm = new WarmThroughput(common.directory(), commitment);
    AccountLimits limits = new AccountLimits(common);
    DailyCounts counts = new DailyCounts(common);

    var stream = new StreamOperations(common, limits, warm, consumers);
    var describe = new DescribeOperations(common, consumers);
    var retention = new RetentionOperations(common);
    var capacity = new CapacityOperations(common, limits, counts, warm);
    var encryption = new EncryptionOperations(common, counts);
    var monitoring = new MonitoringOperations(common);
    var shard = new ShardOperations(common);
    var reshard = new ReshardOperations(common, limits, counts);
    var consumer = new ConsumerOperations(common, consumers, commitment);
    var tag = new TagOperations(common, resources);
    var policy = new PolicyOperations(common, resources);
    var account = new AccountOperations(common.directory(), commitment);

    KinesisLimits throughput = common.settings().limits();
    RateExceeded exceeded = new RateExceeded(common.accountId());
    var put =
        new PutOperations(
            common.directory(), common.streams(), throughput, exceeded, common.clock());
    var read =
        new ReadOperations(common.streams(), common.tokens(), throughput, exceeded, common.clock());
    var subscribe = new SubscribeOperations(common, consumers);

    this.operations =
        Map.ofEntries(
            // Streams
            entry("CreateStream", alone(stream::create)),
            entry("DeleteStream", alone(stream::delete)),
            entry("ListStreams", stream::list),
            entry("DescribeStream", describe::describe),
            entry("DescribeStreamSummary", describe::summary),
            // Settings of a stream
            entry("IncreaseStreamRetentionPeriod", alone(retention::increase)),
            entry("DecreaseStreamRetentionPeriod", alone(retention::decrease)),
            entry("UpdateStreamMode", alone(capacity::mode)),
            entry("UpdateStreamWarmThroughput", alone(capacity::warmThroughput)),
            entry("UpdateMaxRecordSize", alone(capacity::maxRecordSize)),
            entry("StartStreamEncryption", alone(encryption::start)),
            entry("StopStreamEncryption", alone(encryption::stop)),
            entry("EnableEnhancedMonitoring", alone(monitoring::enable)),
            entry("DisableEnhancedMonitoring", alone(monitoring::disable)),
            // Shards
            entry("ListShards", shard::list),
            entry("SplitShard", alone(reshard::split)),
            entry("MergeShards", alone(reshard::merge)),
            entry("UpdateShardCount", alone(reshard::updateCount)),
            // Consumers
            entry("RegisterStreamConsumer", alone(consumer::register)),
            entry("DescribeStreamConsumer", consumer::describe),
            entry("ListStreamConsumers", consumer::list),
            entry("DeregisterStreamConsumer", alone(consumer::deregister)),
            // Tags and policies
            entry("AddTagsToStream", alone(tag::addToStream)),
            entry("RemoveTagsFromStream", alone(tag::removeFromStream)),
            entry("ListTagsForStream", tag::listOfStream),
            entry("TagResource", alone(tag::tagResource)),
            entry("UntagResource", alone(tag::untagResource)),
            entry("ListTagsForResource", tag::listOfResource),
            entry("PutResourcePolicy", alone(policy::put)),
            entry("GetResourcePolicy", policy::get),
            entry("DeleteResourcePolicy", alone(policy::delete)),
            // The account
            entry("DescribeLimits", account::limits),
            entry("DescribeAccountSettings", account::describe),
            entry("UpdateAccountSettings", alone(account::update)),
            // Records
            entry("PutRecord", put::putRecord),
            entry("PutRecords", put::putRecords),
            entry("GetShardIterator", read::iterator),
            entry("GetRecords", read::records),
            entry("SubscribeToShard", subscribe::subscribe));
  }

  Optional<Operation> named(String name) {
    return Optional.ofNullable(operations.get(name));
  }

  private Operation alone(Operation operation) {
    return (call, answer) -> {
      changing.lock();
      try {
        operation.perform(call, answer);
      } finally {
        changing.unlock();
      }
    };
  }
}
