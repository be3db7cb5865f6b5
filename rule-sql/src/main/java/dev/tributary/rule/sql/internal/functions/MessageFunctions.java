package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Paths;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What the message and its surroundings say. In WHERE the message is undefined here, as in the
 * original: use the columns.
 */
final class MessageFunctions {
  /** Before the name of every variable that rules may see; others may hold secrets. */
  private static final String VARIABLES = "EMQXVAR_";

  private MessageFunctions() {}

  @RuleFunction("The topic, or one of its levels, counted from 1.")
  @Example(value = "topic()", gives = "\"t/1\"")
  static Value topic(CallScope scope) {
    return scope.message("topic");
  }

  @RuleFunction
  @Example(value = "topic(2)", gives = "\"1\"")
  static Value topic(CallScope scope, long level) throws EvaluationException {
    if (!(scope.message("topic") instanceof Value.Text topic)) {
      return Value.UNDEFINED;
    }
    String[] levels = topic.string().split("/", -1);
    if (level < 1 || level > levels.length) {
      throw new EvaluationException("topic: level must be 1 to " + levels.length);
    }
    return Value.of(levels[(int) level - 1]);
  }

  @RuleFunction("The client identifier of the publisher.")
  @Example(value = "clientid()", gives = "\"c1\"")
  static Value clientid(CallScope scope) {
    return scope.message("clientid");
  }

  @RuleFunction("The user name of the publisher.")
  @Example(value = "username()", gives = "\"u1\"")
  static Value username(CallScope scope) {
    return scope.message("username");
  }

  @RuleFunction("The QoS of the message.")
  @Example(value = "qos()", gives = "1")
  static Value qos(CallScope scope) {
    return scope.message("qos");
  }

  @RuleFunction("The IP address of the publisher.")
  @Example(value = "peerhost()", gives = "\"127.0.0.1\"")
  static Value peerhost(CallScope scope) {
    return scope.message("peerhost");
  }

  @RuleFunction("The IP address of the publisher.")
  @Example(value = "clientip()", gives = "\"127.0.0.1\"")
  static Value clientip(CallScope scope) {
    return scope.message("peerhost");
  }

  @RuleFunction("The identifier of the message.")
  @Example(value = "msgid()", gives = "\"0005F7A1B2C3D4E5\"")
  static Value msgid(CallScope scope) {
    return scope.message("id");
  }

  @RuleFunction("The flags of the message, or one of them.")
  @Example(value = "flags()", gives = "{\"retain\": false}")
  static Value flags(CallScope scope) {
    return scope.message("flags");
  }

  @RuleFunction("One flag of the message.")
  @Example(value = "flag('retain')", gives = "false")
  static Value flag(CallScope scope, String name) {
    return Paths.member(scope.message("flags"), name);
  }

  @RuleFunction("The payload, or what stands under a key or dotted path in it.")
  @Example(value = "payload()", gives = "\"{\\\"a\\\":{\\\"b\\\":1}}\"")
  static Value payload(CallScope scope) {
    return scope.message("payload");
  }

  @RuleFunction
  @Example(value = "payload('a.b')", gives = "1")
  static Value payload(CallScope scope, String path) throws EvaluationException {
    return Paths.lookup(scope.messagePayload(), List.of(path.split("\\.", -1)));
  }

  @RuleFunction(
      "Whether a list of topic filters names the topic. Always false on lists made in SQL, as in the original.")
  @Example(value = "contains_topic(['t/1'], 't/1')", gives = "false")
  static boolean containsTopic(Value filters, Value topic) {
    return false;
  }

  @RuleFunction
  @Example(value = "contains_topic(['t/1'], 't/1', 1)", gives = "false")
  static boolean containsTopic(Value filters, Value topic, Value qos) {
    return false;
  }

  @RuleFunction(
      "Whether a list of topic filters has one that matches the topic. Always false on lists made in SQL, as in the original.")
  @Example(value = "contains_topic_match(['t/#'], 't/1')", gives = "false")
  static boolean containsTopicMatch(Value filters, Value topic) {
    return false;
  }

  @RuleFunction
  @Example(value = "contains_topic_match(['t/#'], 't/1', 1)", gives = "false")
  static boolean containsTopicMatch(Value filters, Value topic, Value qos) {
    return false;
  }

  @RuleFunction(
      "An environment variable that rules may see: getenv('SITE') reads EMQXVAR_SITE. Empty if there"
          + " is none.")
  @Example(value = "getenv('NO_SUCH_VARIABLE')", gives = "\"\"")
  static String getenv(CallScope scope, String name) {
    return Objects.requireNonNullElse(scope.context().environment(VARIABLES + name), "");
  }

  @RuleFunction("A random float from 0 to 1.")
  @Example(value = "random() < 1", gives = "true")
  static double random(CallScope scope) {
    return scope.context().random().nextDouble();
  }

  @RuleFunction("A random UUID.")
  @Example(value = "strlen(uuid_v4())", gives = "36")
  static String uuidV4(CallScope scope) {
    return uuid(scope).toString();
  }

  @RuleFunction("A random UUID without dashes.")
  @Example(value = "strlen(uuid_v4_no_hyphen())", gives = "32")
  static String uuidV4NoHyphen(CallScope scope) {
    return uuid(scope).toString().replace("-", "");
  }

  private static UUID uuid(CallScope scope) {
    long high = scope.context().random().nextLong();
    long low = scope.context().random().nextLong();
    return new UUID(
        (high & ~0xF000L) | 0x4000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }
}
