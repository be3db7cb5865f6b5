package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Runs rules on a made-up message: topic t/1, client c1, user u1. */
final class Rules {
  static final String MESSAGE =
      """
      {"id": "0005F7A1B2C3D4E5", "event": "message.publish", "clientid": "c1", "username": "u1", "topic": "t/1", "qos": 1,
       "peerhost": "127.0.0.1", "flags": {"retain": false}}
      """;

  private Rules() {}

  static Columns message(byte[] payload) throws JsonException {
    Value.Map fields = (Value.Map) Json.parse(MESSAGE.getBytes(UTF_8));
    return Columns.of(fields.toBuilder().put("payload", Value.of(payload)).build());
  }

  /** The output as JSON, or "no match". */
  static String run(String sql, String payload) throws Exception {
    return switch (RuleSql.compile(sql)
        .evaluate(message(payload.getBytes(UTF_8)), new FixedContext())) {
      case RuleResult.NoMatch _ -> "no match";
      case RuleResult.Rows(List<Value.Map> rows, boolean foreach) ->
          Json.writeText(foreach ? Value.of(rows) : rows.getFirst());
    };
  }

  static Value evaluate(String expression, String payload) throws Exception {
    String sql = "SELECT " + expression + " AS r FROM \"t/#\"";
    RuleResult result =
        RuleSql.compile(sql).evaluate(message(payload.getBytes(UTF_8)), new FixedContext());
    return ((RuleResult.Rows) result).rows().getFirst().value("r");
  }
}
