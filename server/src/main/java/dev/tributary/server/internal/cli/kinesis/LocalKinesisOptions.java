package dev.tributary.server.internal.cli.kinesis;

import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.server.internal.cli.CommandFailure;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a local Kinesis is started with; the same as {@code local_kinesis} in the file. */
final class LocalKinesisOptions {

  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-\\d{1,2}");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final long STORE_BYTES_MIN = 1 << 20;
  private static final long STORE_BYTES_MAX = 1L << 40;
  private static final int PORT_MAX = 65_535;

  @Option(
      names = "--port",
      defaultValue = "4566",
      description = "Port; 0 for one of the system's choice (default: ${DEFAULT-VALUE}).")
  private String port = "4566";

  @Option(
      names = "--bind",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen on; 0.0.0.0 opens it to other machines (default: ${DEFAULT-VALUE}).")
  private String bind = "127.0.0.1";

  @Option(
      names = "--stream",
      paramLabel = "NAME[:SHARDS]",
      description =
          "A stream that is there from the start; may be given again. One that exists stays as it is.")
  private List<String> streams = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep streams and records in this directory (default: in memory).")
  private @Nullable Path data;

  @Option(
      names = LimitsOption.OPTION,
      defaultValue = "aws",
      description = {
        "Throughput that is enforced: aws, off, or numbers in place of AWS's, such as"
            + " records=500,bytes=512KB (default: ${DEFAULT-VALUE}).",
        "Per shard and second: records, bytes, read-bytes, read-calls, consumer-bytes. Also"
            + " on-demand-bytes per second and stream, and control-plane=on|off. 0: no limit."
      })
  private String limits = "aws";

  @Option(
      names = "--retention",
      defaultValue = "24h",
      description =
          "How long new streams keep records, in whole hours (default: ${DEFAULT-VALUE}).")
  private String retention = "24h";

  @Option(
      names = "--store-bytes",
      paramLabel = "SIZE",
      defaultValue = "256MB",
      description =
          "What all streams together may hold; then the oldest records go (default: ${DEFAULT-VALUE}).")
  private String storeBytes = "256MB";

  @Option(
      names = "--state-change",
      paramLabel = "DURATION",
      defaultValue = "0ms",
      description =
          "How long a stream stays CREATING, UPDATING or DELETING (default: ${DEFAULT-VALUE}).")
  private String stateChange = "0ms";

  @Option(
      names = "--region",
      defaultValue = "us-east-1",
      description = "Region in the names of streams (default: ${DEFAULT-VALUE}).")
  private String region = "us-east-1";

  @Option(
      names = "--account",
      defaultValue = "000000000000",
      description = "Account in the names of streams, 12 digits (default: ${DEFAULT-VALUE}).")
  private String account = "000000000000";

  @Option(
      names = "--credentials",
      paramLabel = "KEY:SECRET",
      description =
          "Accept only requests signed with these; may be given again. Also @FILE with such lines,"
              + " or env for those of the environment (default: any will do).")
  private List<String> credentials = List.of();

  @Option(
      names = FaultsFile.OPTION,
      paramLabel = "FILE",
      description = "Faults that are in force from the start: JSON as /_faults takes it.")
  private @Nullable Path faults;

  @Option(names = "--tls", description = "Speak TLS with a certificate that is generated.")
  private boolean tls;

  @Option(
      names = "--tls-dir",
      paramLabel = "DIR",
      description =
          "Where that certificate is kept and found again (default: data/kinesis-tls beside ./tributary).")
  private @Nullable Path tlsDirectory;

  /**
   * The settings.
   *
   * @param environment where {@code --credentials env} looks
   * @param home where {@code data} is unless an option says otherwise
   * @throws CommandFailure that names the option, its value and what would be right
   */
  LocalKinesisSettings settings(Map<String, String> environment, Path home) {
    var address = new InetSocketAddress(bind, OptionValue.integer("--port", port, 0, PORT_MAX));
    if (address.isUnresolved()) {
      throw wrong("--bind", bind, "an address of this machine, such as 127.0.0.1 or 0.0.0.0");
    }
    Path certificates = tlsDirectory == null ? home.resolve("data/kinesis-tls") : tlsDirectory;
    return LocalKinesisSettings.defaults()
        .withBind(address)
        .withRegion(matching("--region", region, REGION, "a region such as us-east-1"))
        .withAccountId(matching("--account", account, ACCOUNT, "12 digits"))
        .withDirectory(Optional.ofNullable(data).map(Path::toAbsolutePath))
        .withLimits(LimitsOption.parse(limits))
        .withRetention(retention())
        .withStoreBytesMax(
            OptionValue.bytes("--store-bytes", storeBytes, STORE_BYTES_MIN, STORE_BYTES_MAX))
        .withStateChange(OptionValue.duration("--state-change", stateChange, Duration.ZERO, HOUR))
        .withFaults(faults == null ? List.of() : FaultsFile.read(faults))
        .withTls(tls)
        .withCertificateDirectory(Optional.of(certificates.toAbsolutePath().normalize()))
        .withCredentials(CredentialsOption.parse(credentials, environment));
  }

  /** Streams that are there from the start. */
  List<StreamOption> streams() {
    return streams.stream().map(StreamOption::parse).toList();
  }

  private Duration retention() {
    Duration kept = OptionValue.duration("--retention", retention, HOUR, YEAR);
    if (!kept.equals(Duration.ofHours(kept.toHours()))) {
      throw wrong("--retention", retention, "whole hours, such as 24h or 7d");
    }
    return kept;
  }

  private static String matching(String option, String text, Pattern pattern, String expected) {
    if (!pattern.matcher(text).matches()) {
      throw wrong(option, text, expected);
    }
    return text;
  }

  private static CommandFailure wrong(String option, String text, String expected) {
    return new CommandFailure(
        "%s %s is not valid: expected %s".formatted(option, text, expected), 2);
  }
}
