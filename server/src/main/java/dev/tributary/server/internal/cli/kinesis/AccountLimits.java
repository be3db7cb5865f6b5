package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsResponse;

/** {@code tributary streams limits}. */
@Command(name = "limits", description = "Print how many shards and streams the account may have.")
final class AccountLimits extends StreamsCall {

  @Override
  void call(KinesisClient kinesis) {
    DescribeLimitsResponse limits = kinesis.describeLimits();
    if (isJson()) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("OpenShardCount", limits.openShardCount());
      node.put("ShardLimit", limits.shardLimit());
      node.put("OnDemandStreamCount", limits.onDemandStreamCount());
      node.put("OnDemandStreamCountLimit", limits.onDemandStreamCountLimit());
      print(node);
      return;
    }
    out().printf("open shards        %d of %d%n", limits.openShardCount(), limits.shardLimit());
    if (limits.onDemandStreamCount() != null) {
      out()
          .printf(
              "on-demand streams  %d of %d%n",
              limits.onDemandStreamCount(), limits.onDemandStreamCountLimit());
    }
  }
}
