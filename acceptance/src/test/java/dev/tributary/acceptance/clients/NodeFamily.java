package dev.tributary.acceptance.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.testkit.mqtt.TlsFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The {@code mqtt} package of Node: all its clients live in one process, {@code js/driver.js}. */
public final class NodeFamily implements ClientFamily, AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtomicLong last = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Map<Long, Inbox> inboxes = new ConcurrentHashMap<>();
  private final Queue<String> noise = new ConcurrentLinkedQueue<>();
  private final LineProcess node;

  private NodeFamily() {
    Path driver = Path.of("js/driver.js").toAbsolutePath();
    this.node = new LineProcess(List.of("node", driver.toString()), this::hear, this::over);
  }

  /** Starts the process. */
  public static NodeFamily start() {
    return new NodeFamily();
  }

  @Override
  public String name() {
    return "mqtt.js";
  }

  @Override
  public Set<Version> versions() {
    return EnumSet.allOf(Version.class);
  }

  @Override
  public Client connect(Endpoint endpoint, Offer offer) {
    long client = last.incrementAndGet();
    Inbox inbox = new Inbox();
    inboxes.put(client, inbox);
    ObjectNode request = JSON.createObjectNode();
    request.put("url", url(endpoint));
    request.set("options", NodeClient.options(offer));
    if (endpoint.transport().isSecured()) {
      request.put("ca", endpoint.tls().authority().toString());
      if (endpoint.tls().own().isPresent()) {
        TlsFiles.Pair own = endpoint.tls().own().get();
        request.put("cert", own.certificate().toString()).put("key", own.key().toString());
      }
    }
    JsonNode connack = call("connect", client, request);
    return new NodeClient(this, client, inbox, NodeClient.greeting(connack));
  }

  private static String url(Endpoint endpoint) {
    String scheme =
        switch (endpoint.transport()) {
          case TCP -> "mqtt";
          case TLS -> "mqtts";
          case WS -> "ws";
          case WSS -> "wss";
        };
    String path = endpoint.transport().isWebSocket() ? "/mqtt" : "";
    return "%s://%s:%d%s".formatted(scheme, endpoint.host(), endpoint.port(), path);
  }

  /** Asks the process and waits for its answer. */
  JsonNode call(String operation, long client, ObjectNode request) {
    long seq = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(seq, answer);
    request.put("seq", seq).put("op", operation).put("client", client);
    node.write((request + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          operation + " of mqtt.js failed\n" + String.join("\n", noise), e);
    }
  }

  private void hear(String line) {
    JsonNode said;
    try {
      said = JSON.readTree(line);
    } catch (JsonProcessingException _) {
      noise.add(line);
      return;
    }
    if (said.has("message")) {
      inboxes.get(said.path("client").asLong()).put(NodeClient.message(said.path("message")));
      return;
    }
    CompletableFuture<JsonNode> answer = waiting.remove(said.path("seq").asLong());
    if (said.has("error")) {
      answer.completeExceptionally(new IllegalStateException(said.path("error").asText()));
    } else {
      answer.complete(said.path("ok"));
    }
  }

  private void over() {
    var failure = new IllegalStateException("the process has ended");
    waiting.values().forEach(answer -> answer.completeExceptionally(failure));
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  @Override
  public void close() {
    node.close();
  }
}
