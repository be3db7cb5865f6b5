package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.config.ByteSizes;
import dev.tributary.config.Durations;
import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.server.internal.cli.ProgramVersion;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What a local Kinesis says when it is ready.
 *
 * @param port where it listens indeed
 * @param streams names of those that there are
 */
record Greeting(LocalKinesisSettings settings, int port, List<String> streams) {

  private static final int STREAMS_SHOWN_MAX = 10;

  /** Where clients of this machine find it. */
  String endpoint() {
    InetAddress address = settings.bind().getAddress();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    return "%s://%s:%d"
        .formatted(
            settings.tls() ? "https" : "http", host.contains(":") ? "[" + host + "]" : host, port);
  }

  /** For scripts: one line. */
  String json() {
    ObjectNode line = new ObjectMapper().createObjectNode();
    line.put("endpoint", endpoint());
    line.put("region", settings.region());
    line.put("accountId", settings.accountId());
    line.put("pid", ProcessHandle.current().pid());
    streams.forEach(line.putArray("streams")::add);
    return line.toString();
  }

  /** For people. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add("Local Kinesis %s listens at %s".formatted(ProgramVersion.text(), endpoint()));
    lines.add("");
    lines.add("  streams     " + streamsText());
    lines.add("  storage     " + storageText());
    lines.add("  limits      " + limitsText(settings.limits()));
    lines.add("  AWS CLI     export AWS_ENDPOINT_URL_KINESIS=" + endpoint());
    lines.add(
        "  and SDKs    export AWS_REGION=%1$s AWS_DEFAULT_REGION=%1$s"
            .formatted(settings.region()));
    lines.add("              " + credentialsText());
    lines.add("  records     ./tributary records STREAM --follow" + endpointOption());
    lines.add("  stop        Ctrl-C");
    return String.join(System.lineSeparator(), lines);
  }

  private String streamsText() {
    if (streams.isEmpty()) {
      return "none yet: ./tributary streams create NAME" + endpointOption();
    }
    int more = streams.size() - STREAMS_SHOWN_MAX;
    return String.join(", ", streams.subList(0, Math.min(streams.size(), STREAMS_SHOWN_MAX)))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private String storageText() {
    return "%s; records are kept %s, up to %s in all"
        .formatted(
            settings.directory().map(directory -> "in " + directory).orElse("in memory"),
            Durations.text(settings.retention()),
            ByteSizes.text(settings.storeBytesMax()));
  }

  private static String limitsText(KinesisLimits limits) {
    if (limits.equals(KinesisLimits.OFF)) {
      return "off";
    }
    return "%s: %s records and %s a second into a shard, %s reads and %s out of it"
        .formatted(
            limits.equals(KinesisLimits.AWS) ? "as at AWS" : "of your own",
            orAny(limits.shardRecordsPerSecond(), String.valueOf(limits.shardRecordsPerSecond())),
            orAny(limits.shardBytesPerSecond(), ByteSizes.text(limits.shardBytesPerSecond())),
            orAny(
                limits.shardReadCallsPerSecond(), String.valueOf(limits.shardReadCallsPerSecond())),
            orAny(
                limits.shardReadBytesPerSecond(),
                ByteSizes.text(limits.shardReadBytesPerSecond())));
  }

  private static String orAny(long limit, String text) {
    return limit == 0 ? "any" : text;
  }

  private String credentialsText() {
    return settings.credentials().isEmpty()
        ? "export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local (any will do)"
        : "with the credentials of " + String.join(", ", settings.credentials().keySet());
  }

  /** Commands look at the usual port by themselves. */
  private String endpointOption() {
    return endpoint().equals("http://127.0.0.1:4566") ? "" : " --endpoint " + endpoint();
  }
}
