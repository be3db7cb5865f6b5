package dev.tributary.kinesis.local;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Settings of {@link LocalKinesis}. The constructor throws {@link IllegalArgumentException} that
 * names the setting, its value and what would be right.
 *
 * @param bind where to listen; port 0 lets the system choose
 * @param region as in the ARNs, such as {@code us-east-1}
 * @param accountId as in the ARNs: 12 digits
 * @param retention how long records are kept, in whole hours, at least 1
 * @param storeBytesMax what all streams together may hold; the oldest records go first
 * @param stateChange how long a stream stays CREATING or DELETING; zero for at once
 * @param threads event loops, 1 to 64
 * @param directory where streams and records are kept; empty for memory only
 * @param limits throughput that is enforced
 * @param tls whether the port speaks TLS
 * @param certificateDirectory where the generated certificate is kept and found again; empty for a
 *     new one at each start
 * @param credentials secret access keys by access key id; signatures are checked if there is one
 * @param faults rules that are in force from the start
 */
public record LocalKinesisSettings(
    InetSocketAddress bind,
    String region,
    String accountId,
    Duration retention,
    long storeBytesMax,
    Duration stateChange,
    int threads,
    Optional<Path> directory,
    KinesisLimits limits,
    boolean tls,
    Optional<Path> certificateDirectory,
    Map<String, String> credentials,
    List<FaultRule> faults) {

  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final long STORE_BYTES_MIN = 1024 * 1024;
  private static final Duration STATE_CHANGE_MAX = Duration.ofHours(1);
  private static final int THREADS_MAX = 64;

  public LocalKinesisSettings {
    check(REGION.matcher(region).matches(), "region", region, "must be like us-east-1");
    check(ACCOUNT.matcher(accountId).matches(), "accountId", accountId, "must be 12 digits");
    check(
        retention.toHours() >= 1 && retention.equals(Duration.ofHours(retention.toHours())),
        "retention",
        retention,
        "must be whole hours, at least 1");
    check(
        storeBytesMax >= STORE_BYTES_MIN,
        "storeBytesMax",
        storeBytesMax,
        "must be at least " + STORE_BYTES_MIN);
    check(
        !stateChange.isNegative() && stateChange.compareTo(STATE_CHANGE_MAX) <= 0,
        "stateChange",
        stateChange,
        "must be 0 to " + STATE_CHANGE_MAX);
    check(
        threads >= 1 && threads <= THREADS_MAX, "threads", threads, "must be 1 to " + THREADS_MAX);
    credentials = Map.copyOf(credentials);
    faults = List.copyOf(faults);
  }

  /** Secrets are not told. */
  @Override
  public String toString() {
    return "LocalKinesisSettings[bind=%s, directory=%s, limits=%s, tls=%s, access keys=%s]"
        .formatted(bind, directory, limits, tls, credentials.keySet());
  }

  /** Port 4566 on loopback, us-east-1, retention of 24 hours, up to 256 MiB. */
  public static LocalKinesisSettings defaults() {
    return new LocalKinesisSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 4566),
        "us-east-1",
        "000000000000",
        Duration.ofHours(24),
        256L * 1024 * 1024,
        Duration.ZERO,
        Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
        Optional.empty(),
        KinesisLimits.OFF,
        false,
        Optional.empty(),
        Map.of(),
        List.of());
  }

  public LocalKinesisSettings withBind(InetSocketAddress bind) {
    return with(draft -> draft.bind = bind);
  }

  public LocalKinesisSettings withRetention(Duration retention) {
    return with(draft -> draft.retention = retention);
  }

  public LocalKinesisSettings withStoreBytesMax(long storeBytesMax) {
    return with(draft -> draft.storeBytesMax = storeBytesMax);
  }

  public LocalKinesisSettings withStateChange(Duration stateChange) {
    return with(draft -> draft.stateChange = stateChange);
  }

  public LocalKinesisSettings withDirectory(Optional<Path> directory) {
    return with(draft -> draft.directory = directory);
  }

  public LocalKinesisSettings withLimits(KinesisLimits limits) {
    return with(draft -> draft.limits = limits);
  }

  public LocalKinesisSettings withTls(boolean tls) {
    return with(draft -> draft.tls = tls);
  }

  public LocalKinesisSettings withCertificateDirectory(Optional<Path> certificateDirectory) {
    return with(draft -> draft.certificateDirectory = certificateDirectory);
  }

  public LocalKinesisSettings withCredentials(Map<String, String> credentials) {
    return with(draft -> draft.credentials = credentials);
  }

  public LocalKinesisSettings withFaults(List<FaultRule> faults) {
    return with(draft -> draft.faults = faults);
  }

  public LocalKinesisSettings withThreads(int threads) {
    return with(draft -> draft.threads = threads);
  }

  public LocalKinesisSettings withRegion(String region) {
    return with(draft -> draft.region = region);
  }

  public LocalKinesisSettings withAccountId(String accountId) {
    return with(draft -> draft.accountId = accountId);
  }

  private static void check(boolean right, String name, Object value, String rule) {
    if (!right) {
      throw new IllegalArgumentException("%s is %s, %s".formatted(name, value, rule));
    }
  }

  /** The way to a value that differs in one place. */
  private static final class Draft {
    private InetSocketAddress bind;
    private String region;
    private String accountId;
    private Duration retention;
    private long storeBytesMax;
    private Duration stateChange;
    private int threads;
    private Optional<Path> directory;
    private KinesisLimits limits;
    private boolean tls;
    private Optional<Path> certificateDirectory;
    private Map<String, String> credentials;
    private List<FaultRule> faults;

    Draft(LocalKinesisSettings from) {
      bind = from.bind;
      region = from.region;
      accountId = from.accountId;
      retention = from.retention;
      storeBytesMax = from.storeBytesMax;
      stateChange = from.stateChange;
      threads = from.threads;
      directory = from.directory;
      limits = from.limits;
      tls = from.tls;
      certificateDirectory = from.certificateDirectory;
      credentials = from.credentials;
      faults = from.faults;
    }

    LocalKinesisSettings done() {
      return new LocalKinesisSettings(
          bind,
          region,
          accountId,
          retention,
          storeBytesMax,
          stateChange,
          threads,
          directory,
          limits,
          tls,
          certificateDirectory,
          credentials,
          faults);
    }
  }

  private LocalKinesisSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }
}
