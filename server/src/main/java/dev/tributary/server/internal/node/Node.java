package dev.tributary.server.internal.node;

import dev.tributary.broker.Broker;
import dev.tributary.broker.BrokerMetrics;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.ListenException;
import dev.tributary.broker.StoreException;
import dev.tributary.config.Settings;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.management.BannedClients;
import dev.tributary.management.BrokerConfiguration;
import dev.tributary.management.DefinitionStore;
import dev.tributary.management.DefinitionStoreException;
import dev.tributary.management.InsecurePasswordException;
import dev.tributary.management.InvalidDefinitionsException;
import dev.tributary.management.ListenerDefinitions;
import dev.tributary.management.ManagementServer;
import dev.tributary.management.ManagementSettings;
import dev.tributary.management.ManagementStartException;
import dev.tributary.management.NodeInfo;
import dev.tributary.management.Pipeline;
import dev.tributary.rule.engine.ActionDirectory;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.server.internal.authentication.Authentications;
import dev.tributary.server.internal.sys.SysReports;
import dev.tributary.server.internal.sys.SysSettings;
import dev.tributary.sink.DirectoryStorage;
import dev.tributary.sink.SinkEnvironment;
import dev.tributary.sink.SinkRuntime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: everything that runs in this process, wired in {@link #start} from top to bottom.
 * {@link #close} takes it down in the opposite order and may be called at any time from any thread;
 * it waits for a start in progress.
 */
public final class Node implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dev.tributary");

  /** What rates of rules are measured over. */
  private static final Duration RATES = Duration.ofSeconds(1);

  private final NodeSettings settings;
  private final String version;
  private final Deque<Runnable> closers = new ArrayDeque<>();
  private @Nullable Broker broker;
  private int restPort;
  private boolean closed;

  public Node(NodeSettings settings, String version) {
    this.settings = settings;
    this.version = version;
  }

  /**
   * Starts everything, or nothing.
   *
   * @throws StartException if a port is in use, the stored definitions are damaged or the settings
   *     do not go together
   */
  public synchronized void start() throws StartException {
    if (closed) {
      return;
    }
    try {
      open();
    } catch (ListenException | StoreException | ManagementStartException | IOException e) {
      close();
      throw StartException.because(e);
    } catch (DefinitionStoreException
        | InvalidDefinitionsException
        | InsecurePasswordException
        | IllegalArgumentException e) {
      close();
      throw StartException.wrongConfiguration(e);
    }
  }

  private void open()
      throws ListenException,
          StoreException,
          IOException,
          DefinitionStoreException,
          InvalidDefinitionsException,
          InsecurePasswordException,
          ManagementStartException {
    Settings root = settings.root();
    InstantSource clock = InstantSource.system();
    var startup = new Startup(LOG, version);
    ConsoleLog.apply(root.object("log").object("console"));

    var data = DataDirectory.take(settings.dataDirectory());
    closers.push(data::close);

    var actions = new ActionDirectory();
    Settings ruleEngine = root.object("rule_engine");
    var definitions = DefinitionStore.open(settings.dataDirectory(), root, clock);
    var context =
        new NodeContext(
            clock,
            settings.nodeName(),
            ZoneId.systemDefault(),
            System.getenv(),
            RuleConfiguration.keyValueStore(ruleEngine),
            () ->
                definitions.ruleEngineOptions().duration("jq_function_default_timeout").toMillis());
    var rules =
        new RuleEngine(
            actions,
            context,
            clock,
            line -> LOG.info("console: {}", line),
            RuleConfiguration.limits(ruleEngine));
    var systemTopics =
        new SystemTopics(() -> definitions.ruleEngineOptions().flag("ignore_sys_message"));
    var rates = new Repeater("rate-sampler", RATES, rules::sampleRates);
    closers.push(rates::close);

    var listeners = new ListenerDefinitions(settings.home(), settings.dataDirectory());
    BrokerSettings brokerSettings =
        BrokerConfiguration.broker(
            root, listeners.all(definitions), definitions.retainer(), settings.dataDirectory());
    SysSettings sys = SysSettings.of(root.object("sys_topics"));
    // Made before the actions, whose fallbacks publish there; no listener is open yet.
    BrokerParts parts =
        BrokerParts.of(
            brokerSettings,
            Authentications.of(root, settings.home(), settings.dataDirectory(), new SecureRandom()),
            sys,
            systemTopics,
            rules,
            context,
            startup::firstPublish);
    broker = parts.broker();
    rules.republishThrough(parts.republisher());
    var loading = BrokerLoading.begin(broker);
    closers.push(loading::close);

    // The stream must be there before the first health check asks for it.
    LocalKinesis kinesis =
        LocalKinesisConfiguration.start(
            root.object("local_kinesis"), settings.dataDirectory(), clock);
    if (kinesis != null) {
      closers.push(kinesis::close);
    }

    var storage = new DirectoryStorage(settings.dataDirectory().resolve("sink"));
    var sinks = new SinkRuntime(SinkEnvironment.system(storage));
    closers.push(sinks::close);

    // Before the actions: what their fallbacks publish is for stored sessions too.
    loading.await();
    var pipeline =
        new Pipeline(sinks, actions, rules, definitions, parts.republisher(), context, clock);
    pipeline.load();
    closers.push(new Drain(sinks::undelivered)::await);
    // Again, for at the stop it goes before the actions deliver what they have.
    closers.push(broker::close);

    // In force before anybody can come in.
    var banned = BannedClients.open(settings.dataDirectory(), broker.bans(), clock);
    // Listeners come last: the first publish that is accepted meets rules and actions that exist.
    broker.start();

    var node = new NodeInfo(settings.nodeName(), version, startup.startedAt(), broker.metrics());
    var management =
        new ManagementServer(
            ManagementSettings.of(root), pipeline, parts.doors(listeners, banned), node, clock);
    closers.push(management::close);
    management.start();

    report(sys, parts, startup, management::figures, clock);
    restPort = management.port();
    startup.ready(root, broker, brokerSettings.listeners(), management.port(), port(kinesis));
  }

  /** Starts what the broker says of itself from time to time. */
  private void report(
      SysSettings sys,
      BrokerParts parts,
      Startup startup,
      BrokerMetrics figures,
      InstantSource clock) {
    var reports =
        new SysReports(
            settings.nodeName(),
            version,
            startup.startedAt(),
            parts.sys(),
            figures,
            clock,
            ZoneId.systemDefault());
    if (sys.figures() != null) {
      reports.figures();
      closers.push(new Repeater("sys-figures", sys.figures(), reports::figures)::close);
    }
    if (sys.heartbeat() != null) {
      closers.push(new Repeater("sys-heartbeat", sys.heartbeat(), reports::heartbeat)::close);
    }
  }

  /**
   * Where MQTT clients connect.
   *
   * @param listener such as {@code tcp:default}
   */
  public synchronized InetSocketAddress address(String listener) {
    if (broker == null) {
      throw new IllegalStateException("not started");
    }
    return broker.address(listener);
  }

  /** Where REST and the dashboard listen, once started. */
  public synchronized int restPort() {
    return restPort;
  }

  private static @Nullable Integer port(@Nullable LocalKinesis kinesis) {
    return kinesis == null ? null : kinesis.port();
  }

  @Override
  public synchronized void close() {
    closed = true;
    boolean running = !closers.isEmpty();
    if (running) {
      LOG.info("Stopping");
    }
    while (!closers.isEmpty()) {
      try {
        closers.pop().run();
      } catch (RuntimeException e) {
        LOG.error("A part of the node did not stop as it should", e);
      }
    }
    if (running) {
      LOG.info("Stopped");
    }
  }

  /** Host and port as people type them. */
  static String text(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
