package dev.tributary.server.internal.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A REST API that knows one login and answers what it was told to. */
final class FakeRest implements AutoCloseable {

  private record Answer(int status, String body) {}

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpServer server;
  private final String password;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** What was asked after the login, such as {@code GET /actions}, with the body behind it. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  FakeRest(String password) throws IOException {
    this.password = password;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v5", this::handle);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  FakeRest on(String request, int status, String body) {
    answers.put(request, new Answer(status, body));
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().toString().substring("/api/v5".length());
    Answer answer =
        switch (path) {
          case "/login" -> login(body);
          case "/logout" -> new Answer(204, "");
          default -> answer(exchange, path, body);
        };
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Answer login(String body) throws IOException {
    return mapper.readTree(body).path("password").asText().equals(password)
        ? new Answer(200, "{\"token\":\"t0ken\"}")
        : new Answer(
            401, "{\"code\":\"BAD_USERNAME_OR_PWD\",\"message\":\"wrong name or password\"}");
  }

  private Answer answer(HttpExchange exchange, String path, String body) {
    if (!"Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("authorization"))) {
      return new Answer(401, "{\"code\":\"BAD_TOKEN\",\"message\":\"no token\"}");
    }
    String request = exchange.getRequestMethod() + " " + path;
    asked.add(body.isEmpty() ? request : request + " " + body);
    return answers.getOrDefault(
        request,
        new Answer(404, "{\"code\":\"NOT_FOUND\",\"message\":\"not there: " + path + "\"}"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
