package dev.tributary.management;

import dev.tributary.management.internal.figures.Monitor;
import dev.tributary.management.internal.login.Logins;
import dev.tributary.management.internal.rest.Apis;
import dev.tributary.management.internal.rest.HttpApi;
import dev.tributary.management.internal.rest.UnreadableRequests;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The REST API. Requests run on virtual threads. Started and closed by one thread.
 *
 * <p>Under the default password it listens on loopback only.
 */
public final class ManagementServer implements AutoCloseable {

  private final ManagementSettings settings;
  private final Pipeline pipeline;
  private final BrokerDoors broker;
  private final NodeInfo node;
  private final InstantSource clock;
  private @Nullable Monitor monitor;
  private @Nullable Javalin server;

  public ManagementServer(
      ManagementSettings settings,
      Pipeline pipeline,
      BrokerDoors broker,
      NodeInfo node,
      InstantSource clock) {
    this.settings = settings;
    this.pipeline = pipeline;
    this.broker = broker;
    this.node = node;
    this.clock = clock;
  }

  /**
   * Listens.
   *
   * @throws InsecurePasswordException if other machines could log in with the default password
   * @throws ManagementStartException if the address cannot be listened on
   */
  public void start() throws InsecurePasswordException, ManagementStartException {
    InetAddress address = resolved();
    refuseWellKnownPasswordBeyondLoopback(address);
    var logins =
        new Logins(
            settings.username(),
            settings.password(),
            settings.passwordIsWellKnown(),
            settings.tokenLifetime(),
            clock,
            new SecureRandom());
    var watching = new Monitor(Apis.figures(pipeline.parts(), node), clock);
    watching.start();
    monitor = watching;
    HttpApi api = Apis.all(settings, pipeline.parts(), broker, logins, watching, node, clock);
    Javalin made = Javalin.create(config -> configure(config, api));
    try {
      server = made.start(address.getHostAddress(), settings.bind().getPort());
    } catch (RuntimeException e) {
      made.stop();
      throw new ManagementStartException(
          "dashboard.listeners.http.bind: cannot listen on %s: %s"
              .formatted(text(settings.bind()), cause(e)),
          e);
    }
  }

  private static void configure(JavalinConfig config, HttpApi api) {
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setRequestHeaderSize(16 << 10);
    });
    config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new UnreadableRequests()));
    api.register(config.routes);
  }

  private InetAddress resolved() throws ManagementStartException {
    try {
      return InetAddress.getByName(settings.bind().getHostString());
    } catch (UnknownHostException e) {
      throw new ManagementStartException(
          "dashboard.listeners.http.bind: cannot listen on %s: the host is unknown"
              .formatted(text(settings.bind())),
          e);
    }
  }

  private void refuseWellKnownPasswordBeyondLoopback(InetAddress address)
      throws InsecurePasswordException {
    if (settings.passwordIsWellKnown() && !address.isLoopbackAddress()) {
      throw new InsecurePasswordException(
          "dashboard.listeners.http.bind = %s: other machines could log in with the default"
                  .formatted(text(settings.bind()))
              + " password; set dashboard.default_password (or the environment variable"
              + " TRIBUTARY_DASHBOARD__DEFAULT_PASSWORD), or bind to 127.0.0.1");
    }
  }

  private static String cause(RuntimeException thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  /** Counters and gauges of the node by the original's names, as REST shows them. */
  public Map<String, Long> figures() {
    Monitor watching = monitor;
    if (watching == null) {
      throw new IllegalStateException("not started");
    }
    Map<String, Long> figures = new TreeMap<>(watching.figures().counters());
    figures.putAll(watching.figures().gauges(true));
    return figures;
  }

  /** The port that it listens on. */
  public int port() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.port();
  }

  @Override
  public void close() {
    if (monitor != null) {
      monitor.close();
    }
    if (server != null) {
      server.stop();
      server = null;
    }
  }
}
