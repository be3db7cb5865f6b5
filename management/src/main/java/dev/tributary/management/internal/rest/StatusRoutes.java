package dev.tributary.management.internal.rest;

import com.sun.management.OperatingSystemMXBean;
import dev.tributary.management.NodeInfo;
import io.javalin.http.HandlerType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /status}, which needs no login, and {@code /nodes}. */
final class StatusRoutes {

  private static final String CLUSTER = "tributary";
  private static final double GIGABYTE = 1L << 30;

  private final NodeInfo node;
  private final InstantSource clock;

  StatusRoutes(NodeInfo node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes
        .open(HandlerType.GET, "/status", this::status)
        .open(HandlerType.GET, Routes.PREFIX + "/status", this::status)
        .get("/nodes", _ -> Reply.ok(List.of(figures())))
        .get("/nodes/{node}", this::oneNode)
        .get("/cluster", _ -> Reply.ok(cluster()))
        .get("/cluster/topology", _ -> Reply.ok(topology()));
  }

  private Reply status(Request request) {
    if (!"json".equals(request.query("format"))) {
      return Reply.text("Node %s is started\ntributary is running".formatted(node.name()));
    }
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("broker_status", "started");
    status.put("app_status", "running");
    status.put("rel_vsn", node.version());
    status.put("cluster", CLUSTER);
    status.put("node_name", node.name());
    return Reply.ok(status);
  }

  /** A cluster of one. */
  private Map<String, Object> cluster() {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("name", CLUSTER);
    cluster.put("description", "Tributary");
    cluster.put("self", node.name());
    cluster.put("nodes", List.of(node.name()));
    return cluster;
  }

  private List<Object> topology() {
    return List.of(Map.of("core_node", node.name(), "replicant_nodes", List.of()));
  }

  private Reply oneNode(Request request) throws ApiException {
    requireSelf(node, request);
    return Reply.ok(figures());
  }

  /** Refuses what is asked of another node: there is only this one. */
  static void requireSelf(NodeInfo node, Request request) throws ApiException {
    if (!request.path("node").equals(node.name())) {
      throw ApiException.notFound(
          "there is no node %s: expected %s".formatted(request.path("node"), node.name()));
    }
  }

  /** Names of the original; what is Erlang's there is the JVM's here. */
  private Map<String, @Nullable Object> figures() {
    Map<String, Long> broker = node.broker().snapshot();
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    double load = Math.max(0, system.getSystemLoadAverage());
    long connections = broker.getOrDefault("connections.count", 0L);
    Map<String, @Nullable Object> figures = new LinkedHashMap<>();
    figures.put("node", node.name());
    figures.put("node_status", "running");
    figures.put("version", node.version());
    figures.put("edition", "Opensource");
    figures.put("role", "core");
    figures.put("otp_release", "Java " + Runtime.version().feature());
    figures.put("uptime", Duration.between(node.startedAt(), clock.instant()).toMillis());
    figures.put("connections", connections);
    figures.put("live_connections", connections);
    figures.put("cluster_sessions", broker.getOrDefault("sessions.count", 0L));
    // The JVM knows the first of the three only.
    figures.put("load1", load);
    figures.put("load5", load);
    figures.put("load15", load);
    figures.put("max_fds", maxFileDescriptors());
    figures.put("memory_total", gigabytes(system.getTotalMemorySize()));
    figures.put("memory_used", gigabytes(system.getTotalMemorySize() - system.getFreeMemorySize()));
    figures.put("process_available", system.getAvailableProcessors());
    figures.put("process_used", ManagementFactory.getThreadMXBean().getThreadCount());
    figures.put("log_path", "stdout");
    figures.put("sys_path", Path.of("").toAbsolutePath().toString());
    return figures;
  }

  private static long maxFileDescriptors() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : 0;
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2fG", bytes / GIGABYTE);
  }
}
