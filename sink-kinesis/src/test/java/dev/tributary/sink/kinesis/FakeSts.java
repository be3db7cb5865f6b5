package dev.tributary.sink.kinesis;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Answers AssumeRole: the n-th caller gets the keys {@code ASIAROLEn}. */
final class FakeSts implements AutoCloseable {

  private final HttpServer server;
  private final @Nullable String externalId;
  private final Duration lifetime;

  /** Form and Authorization header of each request. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * @param externalId what callers must give; null for anything
   * @param lifetime of the credentials
   */
  FakeSts(@Nullable String externalId, Duration lifetime) throws IOException {
    this.externalId = externalId;
    this.lifetime = lifetime;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String form = URLDecoder.decode(body, StandardCharsets.UTF_8);
      requests.add(form + " " + exchange.getRequestHeaders().getFirst("Authorization"));
      boolean refused =
          externalId != null && !(form + "&").contains("ExternalId=" + externalId + "&");
      byte[] answer = (refused ? denied() : credentials()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(refused ? 403 : 200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private String credentials() {
    Instant expiry = Instant.now().plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    return """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <AssumeRoleResult>
        <AssumedRoleUser>
          <Arn>arn:aws:sts::123456789012:assumed-role/writer/tributary</Arn>
          <AssumedRoleId>AROA:tributary</AssumedRoleId>
        </AssumedRoleUser>
        <Credentials>
          <AccessKeyId>ASIAROLE%d</AccessKeyId>
          <SecretAccessKey>secret</SecretAccessKey>
          <SessionToken>token-of-role</SessionToken>
          <Expiration>%s</Expiration>
        </Credentials>
      </AssumeRoleResult>
      <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
    </AssumeRoleResponse>
    """
        .formatted(requests.size(), expiry);
  }

  private static String denied() {
    return """
    <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <Error>
        <Type>Sender</Type>
        <Code>AccessDenied</Code>
        <Message>User is not authorized to perform: sts:AssumeRole</Message>
      </Error>
      <RequestId>1</RequestId>
    </ErrorResponse>
    """;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
