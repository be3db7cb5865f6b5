package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.Stream;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * EnableEnhancedMonitoring and DisableEnhancedMonitoring: what is asked for is remembered and told;
 * there is no CloudWatch here.
 */
final class MonitoringOperations {
  private final Common common;

  MonitoringOperations(Common common) {
    this.common = common;
  }

  void enable(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    Stream stream = active(parameters);
    SortedSet<String> desired = new TreeSet<>(stream.settings().shardLevelMetrics());
    desired.addAll(ShardMetric.meant(parameters.texts("ShardLevelMetrics")));
    change(stream, desired, answer);
  }

  void disable(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    Stream stream = active(parameters);
    SortedSet<String> desired = new TreeSet<>(stream.settings().shardLevelMetrics());
    desired.removeAll(ShardMetric.meant(parameters.texts("ShardLevelMetrics")));
    change(stream, desired, answer);
  }

  private Stream active(Parameters parameters) throws KinesisException {
    return common.streams().active(common.streams().addressed(parameters));
  }

  private void change(Stream stream, SortedSet<String> desired, Answer answer) throws IOException {
    SortedSet<String> current = stream.settings().shardLevelMetrics();
    common.directory().update(stream, settings -> settings.withShardLevelMetrics(desired));
    answer.text("StreamName", stream.name()).text("StreamARN", stream.arn());
    answer.texts("CurrentShardLevelMetrics", current).texts("DesiredShardLevelMetrics", desired);
  }
}
