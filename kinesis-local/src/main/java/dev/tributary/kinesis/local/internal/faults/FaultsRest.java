package dev.tributary.kinesis.local.internal.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.kinesis.local.FaultReport;
import dev.tributary.kinesis.local.FaultRule;
import dev.tributary.kinesis.local.internal.http.SideAnswer;
import dev.tributary.kinesis.local.internal.http.SideDoor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /_faults}: rules are listed, added, replaced and removed; counters are reset. A request
 * that is wrong changes nothing.
 */
public final class FaultsRest implements SideDoor {
  private static final Pattern PATH =
      Pattern.compile("/_faults(?:/(?<id>[^/?]+)(?<reset>/reset)?)?/?(?:\\?.*)?");

  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int WRONG_METHOD = 405;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Faults faults;

  public FaultsRest(Faults faults) {
    this.faults = faults;
  }

  @Override
  public Optional<SideAnswer> serve(String method, String path, byte[] body) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(serve(method, parts.group("id"), parts.group("reset") != null, body));
    } catch (WrongRule e) {
      return Optional.of(wrong(e));
    }
  }

  private SideAnswer serve(String method, @Nullable String id, boolean reset, byte[] body) {
    if (id == null) {
      return ofAll(method, body);
    }
    if (id.equals(Faults.RESET)) {
      return resetAll(method);
    }
    return reset ? resetOne(method, id) : ofOne(method, id, body);
  }

  private SideAnswer ofAll(String method, byte[] body) {
    return switch (method) {
      case "GET" -> rules(OK, faults.reports());
      case "POST" -> rules(CREATED, faults.add(RuleReader.rules(body)));
      case "PUT" -> rules(OK, faults.replace(RuleReader.rules(body)));
      case "DELETE" -> {
        var _ = faults.replace(List.of());
        yield new SideAnswer(NO_CONTENT, new byte[0]);
      }
      default -> wrongMethod(method, "GET, POST, PUT, DELETE");
    };
  }

  private SideAnswer ofOne(String method, String id, byte[] body) {
    return switch (method) {
      case "GET" -> one(faults.report(id), id);
      case "PUT" -> one(Optional.of(faults.put(id, named(id, body))), id);
      case "DELETE" ->
          faults.remove(id) ? new SideAnswer(NO_CONTENT, new byte[0]) : one(Optional.empty(), id);
      default -> wrongMethod(method, "GET, PUT, DELETE");
    };
  }

  private static FaultRule named(String id, byte[] body) {
    FaultRule rule = RuleReader.rule(new String(body, StandardCharsets.UTF_8));
    if (rule.id().isPresent() && !rule.id().get().equals(id)) {
      throw new WrongRule(
          "id", "'" + rule.id().get() + "'", "must be '%s' as in the path".formatted(id));
    }
    return rule;
  }

  private SideAnswer resetAll(String method) {
    if (!method.equals("POST")) {
      return wrongMethod(method, "POST");
    }
    faults.reset();
    return rules(OK, faults.reports());
  }

  private SideAnswer resetOne(String method, String id) {
    return method.equals("POST") ? one(faults.reset(id), id) : wrongMethod(method, "POST");
  }

  private static SideAnswer one(Optional<FaultReport> report, String id) {
    return report
        .map(found -> answer(OK, RuleWriter.tree(found)))
        .orElseGet(() ->
            error(
                NOT_FOUND,
                "id",
                id,
                "there is no rule '%s'; GET /_faults lists them".formatted(id)));
  }

  private static SideAnswer rules(int status, List<FaultReport> reports) {
    ObjectNode json = NODES.objectNode();
    ArrayNode list = json.putArray("rules");
    reports.forEach(report -> list.add(RuleWriter.tree(report)));
    return answer(status, json);
  }

  private static SideAnswer wrong(WrongRule e) {
    return error(BAD_REQUEST, e.field(), e.value(), String.valueOf(e.getMessage()));
  }

  private static SideAnswer wrongMethod(String method, String right) {
    return error(
        WRONG_METHOD, "method", method, "method is %s, must be one of %s".formatted(method, right));
  }

  private static SideAnswer error(int status, String field, String value, String message) {
    ObjectNode json = NODES.objectNode();
    json.putObject("error").put("field", field).put("value", value).put("message", message);
    return answer(status, json);
  }

  private static SideAnswer answer(int status, JsonNode json) {
    return new SideAnswer(status, json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
