package dev.tributary.acceptance.clients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * See {@link MosquittoFamily}: connects with its first subscription. {@code stdbuf} lets
 * mosquitto_sub write each line at once.
 */
final class MosquittoClient implements Client {
  private static final long PATIENCE_SECONDS = 60;
  private static final String MARK = "MSG|";

  /** Topic, QoS, retain, payload in hexadecimal, and the properties. */
  private static final String FORMAT = MARK + "%t|%q|%r|%x|%C|%R|%D|%E|%P|%S";

  private final List<String> common;
  private final Offer offer;
  private final Inbox inbox = new Inbox();
  private final CompletableFuture<List<Integer>> granted = new CompletableFuture<>();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private Optional<LineProcess> subscriber = Optional.empty();

  MosquittoClient(List<String> common, Offer offer) {
    this.common = common;
    this.offer = offer;
  }

  @Override
  public Greeting greeting() {
    throw new IllegalStateException("mosquitto_sub shows no CONNACK");
  }

  @Override
  public List<Integer> subscribe(Filter... filters) {
    List<String> command =
        new ArrayList<>(List.of("stdbuf", "-oL", "mosquitto_sub", "-d", "-F", FORMAT));
    command.addAll(common);
    command.addAll(List.of("-i", offer.clientId(), "-k", Integer.toString(offer.keepAlive())));
    command.addAll(List.of("-q", Integer.toString(filters[0].qos())));
    Arrays.stream(filters).forEach(filter -> command.addAll(List.of("-t", filter.filter())));
    options(filters[0], command);
    connecting(command);
    LineProcess started = new LineProcess(command, this::hear, this::over);
    subscriber = Optional.of(started);
    return granted
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(failure -> {
          throw new IllegalStateException(String.join("\n", said), failure);
        })
        .join();
  }

  private static void options(Filter filter, List<String> command) {
    if (filter.retainAsPublished()) {
      command.add("--retain-as-published");
    }
    filter
        .subscriptionIdentifier()
        .ifPresent(id ->
            command.addAll(
                List.of("-D", "subscribe", "subscription-identifier", Integer.toString(id))));
  }

  private void connecting(List<String> command) {
    if (!offer.cleanStart()) {
      command.add("-c");
    }
    offer.sessionExpiry().ifPresent(n -> command.addAll(List.of("-x", Integer.toString(n))));
    offer.receiveMaximum().ifPresent(n -> connect(command, "receive-maximum", n));
    offer.maximumPacketSize().ifPresent(n -> connect(command, "maximum-packet-size", n));
    offer.topicAliasMaximum().ifPresent(n -> connect(command, "topic-alias-maximum", n));
    offer
        .will()
        .ifPresent(will -> {
          command.addAll(List.of("--will-topic", will.topic()));
          command.addAll(List.of("--will-payload", will.payload()));
          command.addAll(List.of("--will-qos", Integer.toString(will.qos())));
          if (will.retain()) {
            command.add("--will-retain");
          }
          will.delay()
              .ifPresent(n ->
                  command.addAll(
                      List.of("-D", "will", "will-delay-interval", Integer.toString(n))));
        });
  }

  private static void connect(List<String> command, String property, int value) {
    command.addAll(List.of("-D", "connect", property, Integer.toString(value)));
  }

  private void hear(String line) {
    if (line.startsWith(MARK)) {
      inbox.put(message(line.substring(MARK.length()).split("\\|", -1)));
      return;
    }
    said.add(line);
    if (line.startsWith("Subscribed (mid: 1): ")) {
      granted.complete(
          Arrays.stream(line.substring(line.indexOf("): ") + 3).split(", ", -1))
              .map(Integer::valueOf)
              .toList());
    }
  }

  /** Whoever still waits for the SUBACK waits in vain. */
  private void over() {
    granted.completeExceptionally(new IllegalStateException("mosquitto_sub has ended"));
  }

  private static Message message(String[] fields) {
    return new Message(
        fields[0],
        HexFormat.of().parseHex(fields[3]),
        Integer.parseInt(fields[1]),
        fields[2].equals("1"),
        new Message.Properties(
            fields[4],
            fields[5],
            fields[6],
            fields[7].isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(fields[7])),
            words(fields[8]).stream()
                .map(pair -> pair.split(":", 2))
                .map(pair -> Map.entry(pair[0], pair[1]))
                .toList(),
            words(fields[9]).stream().map(Integer::valueOf).toList()));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.trim().split(" ", -1));
  }

  @Override
  public void unsubscribe(String filter) {
    throw new IllegalStateException("mosquitto_sub does not unsubscribe");
  }

  @Override
  public void publish(Message message) {
    List<String> command = new ArrayList<>(List.of("mosquitto_pub"));
    command.addAll(common);
    command.addAll(List.of("-t", message.topic(), "-q", Integer.toString(message.qos())));
    if (message.retain()) {
      command.add("-r");
    }
    properties(message.properties(), command);
    boolean empty = message.payload().length == 0;
    command.add(empty ? "-n" : "-s");
    StringJoiner output = new StringJoiner("\n");
    try (LineProcess publisher = new LineProcess(command, output::add, () -> {})) {
      if (!empty) {
        publisher.write(message.payload());
      }
      publisher.endInput();
      int code = publisher.ended();
      if (code != 0 || output.toString().contains("Error")) {
        throw new IllegalStateException("mosquitto_pub ended with " + code + ": " + output);
      }
    }
  }

  private static void properties(Message.Properties properties, List<String> command) {
    property(command, "content-type", properties.contentType());
    property(command, "response-topic", properties.responseTopic());
    property(command, "correlation-data", properties.correlation());
    properties
        .expiry()
        .ifPresent(n -> property(command, "message-expiry-interval", Integer.toString(n)));
    properties
        .user()
        .forEach(pair ->
            command.addAll(
                List.of("-D", "publish", "user-property", pair.getKey(), pair.getValue())));
  }

  private static void property(List<String> command, String name, String value) {
    if (!value.isEmpty()) {
      command.addAll(List.of("-D", "publish", name, value));
    }
  }

  @Override
  public Message next() {
    return inbox.next();
  }

  /** SIGTERM: mosquitto_sub then says DISCONNECT. */
  @Override
  public void disconnect() {
    subscriber.ifPresent(LineProcess::terminate);
    subscriber.ifPresent(LineProcess::ended);
  }

  @Override
  public void close() {
    subscriber.ifPresent(LineProcess::close);
  }
}
