package dev.tributary.management.internal.rest;

import com.sun.management.OperatingSystemMXBean;
import dev.tributary.broker.ListenerView;
import dev.tributary.broker.Listeners;
import dev.tributary.management.internal.figures.NodeFigures;
import dev.tributary.management.internal.pipeline.ChangeRefused;
import dev.tributary.management.internal.pipeline.PipelineParts;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.sink.ActionStatistics;
import dev.tributary.sink.ResourceStatus;
import io.javalin.http.HandlerType;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/**
 * {@code /prometheus}: figures for Prometheus, under the original's names; ours beside them begin
 * with {@code tributary_}. Labels name rules, actions, connectors and listeners only, of which
 * there are as many as somebody has defined.
 */
final class PrometheusRoutes {

  private static final double PERCENT = 100;

  private final NodeFigures figures;
  private final Listeners listeners;
  private final PipelineParts pipeline;

  PrometheusRoutes(NodeFigures figures, Listeners listeners, PipelineParts pipeline) {
    this.figures = figures;
    this.listeners = listeners;
    this.pipeline = pipeline;
  }

  /**
   * @param needLogin {@code prometheus.enable_basic_auth}
   */
  void addTo(Routes routes, boolean needLogin) {
    add(routes, needLogin, "/prometheus/stats", _ -> reply(stats()));
    add(routes, needLogin, "/prometheus/data_integration", _ -> reply(dataIntegration()));
  }

  private static void add(Routes routes, boolean needLogin, String path, Endpoint endpoint) {
    if (needLogin) {
      routes.get(path, endpoint);
    } else {
      routes.open(HandlerType.GET, Routes.PREFIX + path, endpoint);
    }
  }

  private static Reply reply(PrometheusText text) {
    return Reply.text(text.toString(), PrometheusText.CONTENT_TYPE);
  }

  private PrometheusText stats() {
    var text = new PrometheusText();
    figures.gauges(true).forEach((name, value) -> text.gauge(PrometheusText.name(name), value));
    figures.counters().forEach((name, value) -> text.counter(PrometheusText.name(name), value));
    text.gauge("emqx_cluster_nodes_running", 1).gauge("emqx_cluster_nodes_stopped", 0);
    machine(text);
    for (ListenerView listener : listeners.all()) {
      String id = listener.settings().id();
      text.gauge("tributary_listener_running", "listener", id, listener.running() ? 1 : 0)
          .gauge("tributary_listener_connections", "listener", id, listener.connections());
    }
    return text;
  }

  private static void machine(PrometheusText text) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    double used = Math.max(0, system.getCpuLoad()) * PERCENT;
    text.gauge("emqx_vm_cpu_use", used)
        .gauge("emqx_vm_cpu_idle", PERCENT - used)
        .gauge("emqx_vm_total_memory", system.getTotalMemorySize())
        .gauge("emqx_vm_used_memory", system.getTotalMemorySize() - system.getFreeMemorySize());
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    text.gauge("tributary_jvm_heap_used_bytes", heap.getUsed())
        .gauge("tributary_jvm_heap_max_bytes", heap.getMax())
        .gauge("tributary_jvm_threads", ManagementFactory.getThreadMXBean().getThreadCount())
        .gauge("tributary_process_cpu_load", Math.max(0, system.getProcessCpuLoad()));
  }

  private PrometheusText dataIntegration() {
    var text = new PrometheusText();
    text.gauge("emqx_rules_count", pipeline.rules().all().size())
        .gauge("emqx_actions_count", pipeline.actions().all().size())
        .gauge("emqx_connectors_count", pipeline.connectors().all().size());
    for (Definition rule : pipeline.rules().all()) {
      try {
        rule(text, rule);
      } catch (ChangeRefused _) {
        // Deleted since it was listed.
      }
    }
    for (Definition action : pipeline.actions().all()) {
      try {
        action(text, action);
      } catch (ChangeRefused _) {
        // Deleted since it was listed.
      }
    }
    for (Definition connector : pipeline.connectors().all()) {
      text.gauge("emqx_connector_enable", "id", connector.id(), connector.enabled() ? 1 : 0)
          .gauge(
              "emqx_connector_status",
              "id",
              connector.id(),
              works(pipeline.connectors().health(connector).status()));
    }
    return text;
  }

  private void rule(PrometheusText text, Definition rule) throws ChangeRefused {
    text.gauge("emqx_rule_enable", "id", rule.id(), rule.enabled() ? 1 : 0);
    pipeline
        .rules()
        .metrics(rule.id())
        .byName()
        .forEach((name, value) -> {
          if (!name.contains("rate")) {
            text.counter("emqx_rule_" + name.replace('.', '_'), "id", rule.id(), value);
          }
        });
  }

  private void action(PrometheusText text, Definition action) throws ChangeRefused {
    String id = action.id();
    text.gauge("emqx_action_enable", "id", id, action.enabled() ? 1 : 0)
        .gauge("emqx_action_status", "id", id, works(pipeline.actions().health(action).status()));
    ActionFigures.counters(pipeline.actions().metrics(id))
        .forEach((name, value) -> {
          String metric = "emqx_action_" + name.replace('.', '_');
          switch (name) {
            case "inflight", "queuing", "queuing_bytes" -> text.gauge(metric, "id", id, value);
            case "rate", "rate_last5m", "rate_max" -> {}
            default -> text.counter(metric, "id", id, value);
          }
        });
    ActionStatistics statistics = pipeline.actions().statistics(id);
    text.counter("tributary_action_requests", "id", id, statistics.requests())
        .counter("tributary_action_bytes_delivered", "id", id, statistics.bytesDelivered())
        .gauge("tributary_action_oldest_queued_age_ms", "id", id, statistics.oldestQueuedMillis())
        .gauge("tributary_action_dead_letters", "id", id, statistics.deadLetters());
  }

  private static int works(ResourceStatus status) {
    return status == ResourceStatus.CONNECTED ? 1 : 0;
  }
}
