package dev.tributary.benchmarks.internal.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Accepts what a producer puts, counts it and forgets it: a Kinesis with one stream of any name and
 * one shard, without limits, signatures or memory, with the least work that is possible. A virtual
 * thread per connection.
 */
final class NullKinesis implements AutoCloseable {

  private static final int BACKLOG = 1024;
  private static final String TARGET = "kinesis_20131202.";

  private final ServerSocket listener;
  private final LongAdder requests = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder userRecords = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  private NullKinesis(ServerSocket listener) {
    this.listener = listener;
  }

  /** Listens on loopback at a port of the system's choice. */
  static NullKinesis start() throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    NullKinesis kinesis = new NullKinesis(listener);
    Thread.ofVirtual().name("accept").start(kinesis::accept);
    return kinesis;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What has come since the start; each number by itself is exact when nothing is under way. */
  Map<String, Long> counts() {
    return Map.of(
        "requests", requests.sum(),
        "records", records.sum(),
        "userRecords", userRecords.sum(),
        "bytes", bytes.sum());
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().name("connection").start(() -> serve(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          System.err.println("cannot accept a connection: " + e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      HttpConnection http = new HttpConnection(socket);
      while (http.next()) {
        answer(http);
      }
    } catch (IOException e) {
      System.err.println("a connection ended: " + e);
    }
  }

  private void answer(HttpConnection http) throws IOException {
    Answers answers =
        http.header("content-type", "").startsWith(Answers.CBOR.contentType())
            ? Answers.CBOR
            : Answers.JSON;
    String target = http.header("x-amz-target", "");
    String operation = target.startsWith(TARGET) ? target.substring(TARGET.length()) : target;
    switch (operation) {
      case "putrecords" -> {
        RecordCount count = answers.count(http.bytes(), http.bodyFrom(), http.bodyBytes());
        http.answer(answers.contentType(), answers.putRecords(count.records()));
        note(count);
      }
      case "describestreamsummary" -> control(http, answers, "DescribeStreamSummary");
      case "listshards" -> control(http, answers, "ListShards");
      case "liststreams" -> control(http, answers, "ListStreams");
      default -> throw new IOException("the null Kinesis does not know " + operation);
    }
  }

  private static void control(HttpConnection http, Answers answers, String operation)
      throws IOException {
    http.answer(answers.contentType(), answers.control(operation));
  }

  private void note(RecordCount count) {
    requests.increment();
    records.add(count.records());
    bytes.add(count.dataBytes());
    userRecords.add(count.userRecords());
  }
}
