package dev.tributary.kinesis.local.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.tributary.kinesis.local.fuzz.FuzzConnection.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every answer has to look like. */
final class AnswerCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  /** Of HTTP itself: what is too large, or expects what is not known. They have no body. */
  private static final Set<Integer> BARE = Set.of(101, 413, 414, 417, 431);

  private AnswerCheck() {}

  /** Null if it is as it should be. */
  static @Nullable String wrong(Answer answer, boolean fromApi) {
    if (answer.status() >= SERVER_ERROR) {
      return "an error of the server";
    }
    if (answer.isEvents() || (answer.body().length == 0 && mayBeEmpty(answer))) {
      return null;
    }
    if (answer.header("content-type").isEmpty()) {
      return isXml(answer) ? null : "a body that is nothing";
    }
    JsonNode body;
    try {
      ObjectMapper mapper =
          answer.header("content-type").equals("application/x-amz-cbor-1.1") ? CBOR : JSON;
      body = mapper.readTree(answer.body());
    } catch (IOException e) {
      return "a body that is not as its content type says: " + e;
    }
    if (!body.isObject()) {
      return "a body that is no object";
    }
    boolean named = !body.path("__type").asText("").isBlank();
    return fromApi && named == (answer.status() == OK)
        ? "no error type, or one without an error"
        : null;
  }

  /** Of what is not a request of the protocol. */
  private static boolean isXml(Answer answer) {
    return answer.status() == 403
        && new String(answer.body(), StandardCharsets.UTF_8).matches("(?s)<(\\w+)>.*</\\1>\n");
  }

  private static boolean mayBeEmpty(Answer answer) {
    return answer.status() < 300 || BARE.contains(answer.status());
  }
}
