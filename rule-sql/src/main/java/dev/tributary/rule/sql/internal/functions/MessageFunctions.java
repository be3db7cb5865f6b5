package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.internal.value.Paths;
import java.util.List;

/**
 * What the message and its surroundings say. In WHERE the message is undefined here, as in the
 * original: use the columns.
 */
final class MessageFunctions {
  private MessageFunctions() {}

  @RuleFunction(
      "The topic, or one of its levels, counted from 1; a level that it does not have is an error."
          + " Undefined in WHERE and INCASE: take the column topic there.")
  @Example(value = "topic()", gives = "\"t/1\"")
  @Kind("string")
  static Value topic(CallScope scope) {
    return scope.message("topic");
  }

  @RuleFunction
  @Example(value = "topic(2)", gives = "\"1\"")
  @Kind("string")
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

  @RuleFunction(
      "The client identifier of the publisher. Undefined in WHERE and INCASE: take the column clientid"
          + " there.")
  @Example(value = "clientid()", gives = "\"c1\"")
  @Kind("string")
  static Value clientid(CallScope scope) {
    return scope.message("clientid");
  }

  @RuleFunction(
      "The user name of the publisher, undefined if it gave none. Undefined in WHERE and INCASE: take the"
          + " column username there.")
  @Example(value = "username()", gives = "\"u1\"")
  @Kind("string")
  static Value username(CallScope scope) {
    return scope.message("username");
  }

  @RuleFunction(
      "The QoS with which the message was published, 0 to 2. Undefined in WHERE and INCASE: take the column"
          + " qos there.")
  @Example(value = "qos()", gives = "1")
  @Kind("integer")
  static Value qos(CallScope scope) {
    return scope.message("qos");
  }

  @RuleFunction(
      "The IP address of the publisher, without port. Undefined in WHERE and INCASE: take the column"
          + " peerhost there.")
  @Example(value = "peerhost()", gives = "\"127.0.0.1\"")
  @Kind("string")
  static Value peerhost(CallScope scope) {
    return scope.message("peerhost");
  }

  @RuleFunction("Another name of peerhost.")
  @Example(value = "clientip()", gives = "\"127.0.0.1\"")
  @Kind("string")
  static Value clientip(CallScope scope) {
    return scope.message("peerhost");
  }

  @RuleFunction(
      "The identifier that the broker gave the message. Undefined in WHERE and INCASE: take the column id"
          + " there.")
  @Example(value = "msgid()", gives = "\"0005F7A1B2C3D4E5\"")
  @Kind("string")
  static Value msgid(CallScope scope) {
    return scope.message("id");
  }

  @RuleFunction(
      "The flags of the message as a map of booleans. Undefined in WHERE and INCASE: take the column"
          + " flags there.")
  @Example(value = "flags()", gives = "{\"retain\": false}")
  @Kind("map")
  static Value flags(CallScope scope) {
    return scope.message("flags");
  }

  @RuleFunction(
      "One flag of the message, such as 'retain'; undefined if it does not have it. Undefined in WHERE and"
          + " INCASE: take flags.retain there.")
  @Example(value = "flag('retain')", gives = "false")
  @Kind("boolean")
  static Value flag(CallScope scope, String name) {
    return Paths.member(scope.message("flags"), name);
  }

  @RuleFunction(
      "The payload as it came, or what stands under a key, or a path of keys with dots between them, of a"
          + " payload that is JSON; undefined if there is nothing. Undefined in WHERE and INCASE: take"
          + " payload or payload.key there.")
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
      "False for every list that a rule can make, as in the original; it is here so that rules that call it"
          + " run. To compare topics use contains(topic, list), to match filters use FROM.")
  @Example(value = "contains_topic(['t/1'], 't/1')", gives = "false")
  static boolean containsTopic(@Kind("list") Value filters, @Kind("string") Value topic) {
    return false;
  }

  @RuleFunction
  @Example(value = "contains_topic(['t/1'], 't/1', 1)", gives = "false")
  static boolean containsTopic(
      @Kind("list") Value filters, @Kind("string") Value topic, @Kind("integer") Value qos) {
    return false;
  }

  @RuleFunction(
      "False for every list that a rule can make, as in the original; it is here so that rules that call it"
          + " run. To match filters use FROM.")
  @Example(value = "contains_topic_match(['t/#'], 't/1')", gives = "false")
  static boolean containsTopicMatch(@Kind("list") Value filters, @Kind("string") Value topic) {
    return false;
  }

  @RuleFunction
  @Example(value = "contains_topic_match(['t/#'], 't/1', 1)", gives = "false")
  static boolean containsTopicMatch(
      @Kind("list") Value filters, @Kind("string") Value topic, @Kind("integer") Value qos) {
    return false;
  }
}
