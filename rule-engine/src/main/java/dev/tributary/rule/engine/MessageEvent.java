package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import dev.tributary.sink.Source;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a published message. Made once per message and shared by its rules, on one thread;
 * a column costs something only when it is read, and the payload is decoded at most once.
 */
public final class MessageEvent implements Columns, Trigger {
  private static final Value EVENT = Value.of("message.publish");
  private static final Value NO_ATTRIBUTES = Value.Map.empty();

  // The original never shows the DUP bit of the packet, and its users' records are made of this.
  private static final Value RETAINED = flags(true);
  private static final Value NOT_RETAINED = flags(false);

  private static final List<String> NAMES =
      List.of(
          "id",
          "clientid",
          "username",
          "payload",
          "peerhost",
          "peername",
          "topic",
          "qos",
          "flags",
          "pub_props",
          "timestamp",
          "publish_received_at",
          "node",
          "client_attrs",
          "event",
          RuleColumns.METADATA);

  private final Publication message;
  private final String node;
  private final Lineage lineage;
  private @Nullable Value topic;
  private @Nullable Value payload;
  private @Nullable Value properties;

  /**
   * A message that a client has published.
   *
   * @param node the name of this node
   */
  public MessageEvent(Publication message, String node) {
    this(message, node, Lineage.NONE);
  }

  /**
   * Any message.
   *
   * @param lineage how it came about
   */
  public MessageEvent(Publication message, String node, Lineage lineage) {
    this.message = message;
    this.node = node;
    this.lineage = lineage;
  }

  @Override
  public long createdAtMillis() {
    return message.receivedAtMillis();
  }

  @Override
  public Source source(String ruleId) {
    Publisher publisher = message.publisher();
    Detour detour = lineage.detour();
    return new Source(
        detour == null ? ruleId : detour.mark(ruleId),
        message.topic(),
        publisher == null ? "" : publisher.clientId());
  }

  @Override
  public Lineage lineage() {
    return lineage;
  }

  @Override
  public ValueStore processDictionary() {
    Publisher publisher = message.publisher();
    return publisher == null ? ValueStore.forgetful() : publisher.processDictionary();
  }

  @Override
  public Value column(String name) {
    return switch (name) {
      case "payload" -> payload();
      case "topic" -> topic();
      case "clientid" -> clientId();
      case "username" -> username();
      case "qos" -> Value.of(message.qos());
      case "id" -> id();
      case "peerhost" -> peerHost();
      case "peername" -> peerName();
      case "flags" -> message.retain() ? RETAINED : NOT_RETAINED;
      case "pub_props" -> properties();
      case "timestamp", "publish_received_at" -> Value.of(message.receivedAtMillis());
      case "node" -> Value.of(node);
      case "client_attrs" -> NO_ATTRIBUTES;
      case "event" -> EVENT;
      default -> Value.UNDEFINED;
    };
  }

  /** All columns; {@code metadata} among them, though its value comes from the rule. */
  @Override
  public Collection<String> names() {
    return NAMES;
  }

  private Value payload() {
    Value known = payload;
    if (known == null) {
      known = Value.of(message.payload());
      payload = known;
    }
    return known;
  }

  private Value topic() {
    Value known = topic;
    if (known == null) {
      known = Value.of(message.topic());
      topic = known;
    }
    return known;
  }

  private Value properties() {
    Value known = properties;
    if (known == null) {
      known = message.properties().value();
      properties = known;
    }
    return known;
  }

  private Value id() {
    HexFormat hex = HexFormat.of().withUpperCase();
    return Value.of(hex.toHexDigits(message.idHigh()) + hex.toHexDigits(message.idLow()));
  }

  private Value clientId() {
    Publisher publisher = message.publisher();
    return publisher == null ? Value.UNDEFINED : publisher.clientIdColumn();
  }

  private Value username() {
    Publisher publisher = message.publisher();
    return publisher == null ? Value.UNDEFINED : publisher.usernameColumn();
  }

  private Value peerHost() {
    Publisher publisher = message.publisher();
    return publisher == null ? Value.UNDEFINED : publisher.peerHostColumn();
  }

  private Value peerName() {
    Publisher publisher = message.publisher();
    return publisher == null ? Value.UNDEFINED : publisher.peerNameColumn();
  }

  private static Value flags(boolean retain) {
    return Value.Map.builder().put("retain", Value.of(retain)).put("dup", Value.FALSE).build();
  }
}
