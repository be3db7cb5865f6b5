package dev.tributary.acceptance;

import dev.tributary.testkit.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * An MQTT 3.1.1 client, written by hand, that publishes numbered QoS 1 messages to several topics
 * and gives none up: what is not acknowledged when a connection ends is sent again first, in order,
 * on the next one. Works in a thread of its own from {@link #start} on; all else may be called by
 * any thread.
 */
final class StubbornPublisher implements AutoCloseable {
  private static final int PUBACK_BYTES = 4;
  private static final int CONNACK_BYTES = 4;
  private static final int ANSWER_MILLIS_MAX = 30_000;
  private static final int IDENTIFIER_MAX = 0xFFFF;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The message of this number, counted from 0, of a topic. */
  record Message(String topic, int number) {}

  private final Supplier<InetSocketAddress> broker;
  private final String clientId;
  private final int topics;
  private final int window;
  private final String padding;
  private final Duration interval;
  private final Thread thread;

  private final Deque<Message> unacknowledged = new ArrayDeque<>(); // this and below: the thread
  private final byte[] in = new byte[1024];
  private int inBytes;
  private int made;

  private final Map<Message, Integer> repeats = new HashMap<>(); // this and below: under "this"
  private int acknowledged;
  private boolean stopping;
  private boolean closed;
  private Throwable failure;

  /**
   * @param broker asked before each connection
   * @param window unacknowledged messages at once
   * @param paddingBytes added to each message
   * @param interval from one message to the next, at least
   */
  StubbornPublisher(
      Supplier<InetSocketAddress> broker,
      String clientId,
      int topics,
      int window,
      int paddingBytes,
      Duration interval) {
    this.broker = broker;
    this.clientId = clientId;
    this.topics = topics;
    this.window = window;
    this.padding = "x".repeat(paddingBytes);
    this.interval = interval;
    this.thread = Thread.ofVirtual().name(clientId).unstarted(this::run);
  }

  StubbornPublisher start() {
    thread.start();
    return this;
  }

  /** Messages that the broker has acknowledged. */
  synchronized int acknowledged() {
    return acknowledged;
  }

  /** Makes no more messages, and waits until all are acknowledged. */
  Map<String, Integer> finish() {
    synchronized (this) {
      stopping = true;
    }
    Await.until(
        () -> "all messages of %s are acknowledged; %d are".formatted(clientId, acknowledged()),
        PATIENCE,
        () -> {
          check();
          return !thread.isAlive();
        });
    check();
    Map<String, Integer> published = new HashMap<>();
    for (int i = 0; i < Math.min(topics, made); i++) {
      published.put(topic(i), (made - i + topics - 1) / topics);
    }
    return published;
  }

  /** How often a message was sent: 1, and once more for each connection that ended before. */
  synchronized int sends(Message message) {
    return 1 + repeats.getOrDefault(message, 0);
  }

  /** Fails if the broker has done what no broker may. */
  synchronized void check() {
    if (failure != null) {
      throw new AssertionError("publisher " + clientId, failure);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.interrupt();
  }

  private void run() {
    try {
      while (!isDone()) {
        connectAndPublish();
      }
    } catch (RuntimeException | AssertionError e) {
      synchronized (this) {
        failure = e;
      }
    }
  }

  private void connectAndPublish() {
    InetSocketAddress address = broker.get();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setTcpNoDelay(true);
      greet(socket);
      converse(socket);
    } catch (IOException _) {
      // The broker was killed or is not up yet: that is what this client is for.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private void greet(Socket socket) throws IOException {
    byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer connect = ByteBuffer.allocate(14 + id.length);
    connect.put((byte) 0x10).put((byte) (12 + id.length));
    connect.putShort((short) 4).put("MQTT".getBytes(StandardCharsets.US_ASCII));
    connect.put((byte) 4).put((byte) 0x02).putShort((short) 0);
    connect.putShort((short) id.length).put(id);
    socket.getOutputStream().write(connect.array());
    socket.setSoTimeout(ANSWER_MILLIS_MAX);
    byte[] answer = socket.getInputStream().readNBytes(CONNACK_BYTES);
    if (answer.length < CONNACK_BYTES) {
      throw new IOException("closed before CONNACK");
    }
    if (answer[0] != 0x20 || answer[3] != 0) {
      throw new AssertionError("the broker refused the connection with code " + answer[3]);
    }
  }

  private void converse(Socket socket) throws IOException {
    Deque<Integer> identifiers = new ArrayDeque<>();
    int identifier = 0;
    inBytes = 0;
    for (Message message : unacknowledged) {
      identifiers.add(++identifier);
      noteRepeat(message);
      publish(socket, identifier, message);
    }
    long due = System.nanoTime();
    while (!isDone()) {
      long now = System.nanoTime();
      if (mayMake() && unacknowledged.size() < window && now >= due) {
        identifier = identifier % IDENTIFIER_MAX + 1;
        identifiers.add(identifier);
        Message message = new Message(topic(made), made / topics);
        made++;
        unacknowledged.add(message);
        publish(socket, identifier, message);
        due = now + interval.toNanos();
      } else {
        boolean waitsForTime = mayMake() && unacknowledged.size() < window;
        readAcknowledgements(socket, waitsForTime ? due - now : 0, identifiers);
      }
    }
  }

  private void publish(Socket socket, int identifier, Message message) throws IOException {
    byte[] topic = message.topic().getBytes(StandardCharsets.UTF_8);
    byte[] payload =
        "%s %d %s"
            .formatted(message.topic(), message.number(), padding)
            .getBytes(StandardCharsets.UTF_8);
    int length = 2 + topic.length + 2 + payload.length;
    ByteBuffer packet = ByteBuffer.allocate(4 + length);
    packet.put((byte) 0x32);
    // The length in exactly three bytes would be malformed if two are enough: as many as needed.
    for (int rest = length; rest > 0; rest >>>= 7) {
      packet.put((byte) ((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0)));
    }
    packet.putShort((short) topic.length).put(topic).putShort((short) identifier).put(payload);
    socket.getOutputStream().write(packet.array(), 0, packet.position());
  }

  /** Waits for acknowledgements, at most so long; 0 is until something comes. */
  private void readAcknowledgements(Socket socket, long waitNanos, Deque<Integer> identifiers)
      throws IOException {
    int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNanos));
    socket.setSoTimeout(waitNanos == 0 ? 100 : millis);
    try {
      int count = socket.getInputStream().read(in, inBytes, in.length - inBytes);
      if (count < 0) {
        throw new IOException("closed");
      }
      inBytes += count;
    } catch (SocketTimeoutException _) {
      return;
    }
    int at = 0;
    for (; inBytes - at >= PUBACK_BYTES; at += PUBACK_BYTES) {
      acknowledge(in, at, identifiers);
    }
    System.arraycopy(in, at, in, 0, inBytes - at);
    inBytes -= at;
  }

  private void acknowledge(byte[] packet, int at, Deque<Integer> identifiers) {
    int identifier = ((packet[at + 2] & 0xFF) << 8) | (packet[at + 3] & 0xFF);
    Integer expected = identifiers.poll();
    if (packet[at] != 0x40 || expected == null || expected != identifier) {
      throw new AssertionError(
          "[MQTT-4.6.0-2] PUBACK %s is due, but there came type 0x%02X for %d"
              .formatted(expected, packet[at], identifier));
    }
    unacknowledged.remove();
    synchronized (this) {
      acknowledged++;
    }
  }

  private synchronized void noteRepeat(Message message) {
    repeats.merge(message, 1, Integer::sum);
  }

  private synchronized boolean mayMake() {
    return !stopping;
  }

  private synchronized boolean isDone() {
    return closed || (stopping && acknowledged == made);
  }

  private String topic(int number) {
    return "t/" + clientId + "/" + number % topics;
  }
}
