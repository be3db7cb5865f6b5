package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.management.RestClient.Answer;
import dev.tributary.management.internal.pipeline.DeadLetterLogs;
import dev.tributary.sink.DeadLetter;
import dev.tributary.sink.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters through REST, out of a list. */
class DeadLettersRestTest {

  private static final String LETTERS = "/actions/kinesis:a/dead_letters";

  @TempDir Path data;
  private final ListedLetters logs = new ListedLetters();
  private RunningManagement management;

  /** A list in place of the log on disk. */
  private static final class ListedLetters implements DeadLetterLogs {
    final List<DeadLetter> letters = new ArrayList<>();
    final List<DeadLetter> replayed = new ArrayList<>();
    boolean broken;

    void add(int id, byte[] data) {
      letters.add(
          new DeadLetter(
              id,
              2_000 + id,
              "ValidationException",
              "the data is not what it should be",
              new Source("r", "t/" + id, "dev"),
              1_000 + id,
              "key",
              null,
              data,
              null));
    }

    @Override
    public List<DeadLetter> list(String actionId, long afterId, int limit) throws IOException {
      if (broken) {
        throw new IOException("Input/output error");
      }
      return letters.stream().filter(letter -> letter.id() > afterId).limit(limit).toList();
    }

    @Override
    public long replay(String actionId, List<Long> ids) {
      List<DeadLetter> wanted = wanted(ids);
      replayed.addAll(wanted);
      letters.removeAll(wanted);
      return wanted.size();
    }

    @Override
    public long purge(String actionId, List<Long> ids) {
      List<DeadLetter> wanted = wanted(ids);
      letters.removeAll(wanted);
      return wanted.size();
    }

    private List<DeadLetter> wanted(List<Long> ids) {
      return letters.stream().filter(letter -> ids.isEmpty() || ids.contains(letter.id())).toList();
    }
  }

  @BeforeEach
  void start() throws Exception {
    management = RunningManagement.start(data, new ListService(), logs);
    call(
        "POST", "/connectors", "{\"name\":\"c\",\"type\":\"kinesis\",\"endpoint\":\"http://e:1\"}");
    Answer action =
        call(
            "POST",
            "/actions",
            """
            {"name":"a","type":"kinesis","connector":"c","parameters":{"stream_name":"s","partition_key":"k"}}\
            """);
    assertThat(action.status()).as(action.text()).isEqualTo(201);
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private Answer call(String method, String path, String body) throws Exception {
    return management.client.call(method, path, body);
  }

  private void addSome(int count) {
    for (int i = 1; i <= count; i++) {
      logs.add(i, ("payload " + i).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aDeadLetterSaysWhatItIsAndWhyItDied() throws Exception {
    logs.add(7, "{\"temp\":21}".getBytes(StandardCharsets.UTF_8));

    JsonNode letter = call("GET", LETTERS + "/7", null).json();

    assertThat(letter.toString())
        .isEqualTo(
            """
            {"id":7,"code":"ValidationException","reason":"the data is not what it should be",\
            "died_at":2007,"published_at":1007,"topic":"t/7","clientid":"dev","rule":"r",\
            "partition_key":"key","size":11,"data":"%s","text":"{\\"temp\\":21}"}\
            """
                .formatted(
                    Base64.getEncoder()
                        .encodeToString("{\"temp\":21}".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void dataThatIsNoTextIsShownAsBase64Alone() throws Exception {
    logs.add(1, new byte[] {(byte) 0xC3, 0x28});

    JsonNode letter = call("GET", LETTERS + "/1", null).json();

    assertThat(letter.path("data").asText()).isEqualTo("wyg=");
    assertThat(letter.has("text")).isFalse();
  }

  @Test
  void pagesFollowEachOther() throws Exception {
    addSome(40);

    JsonNode first = call("GET", LETTERS + "?limit=39", null).json();
    JsonNode second = call("GET", LETTERS + "?limit=39&after=39", null).json();

    assertThat(first.path("data")).hasSize(39);
    assertThat(first.at("/meta/hasnext").asBoolean()).isTrue();
    assertThat(second.path("data")).hasSize(1);
    assertThat(second.at("/data/0/id").asInt()).isEqualTo(40);
    assertThat(second.at("/meta/hasnext").asBoolean(true)).isFalse();
    assertThat(call("GET", LETTERS + "?limit=40", null).json().at("/meta/hasnext").asBoolean(true))
        .isFalse();
  }

  @Test
  void aPageEndsBeforeItsDataFillsTheMemory() throws Exception {
    for (int i = 1; i <= 4; i++) {
      logs.add(i, new byte[3 << 20]);
    }

    JsonNode page = call("GET", LETTERS, null).json();

    assertThat(page.path("data")).hasSize(1);
    assertThat(page.at("/meta/hasnext").asBoolean()).isTrue();
  }

  @Test
  void someOrAllAreSentAgain() throws Exception {
    addSome(5);

    assertThat(call("POST", LETTERS + "/replay", "{\"ids\":[2,4,99]}").text())
        .isEqualTo("{\"replayed\":2}");
    assertThat(call("POST", LETTERS + "/replay", "{\"ids\":[]}").text())
        .isEqualTo("{\"replayed\":0}");
    assertThat(call("POST", LETTERS + "/replay", "{\"all\":true}").text())
        .isEqualTo("{\"replayed\":3}");
    assertThat(logs.replayed).extracting(DeadLetter::id).containsExactly(2L, 4L, 1L, 3L, 5L);
  }

  @Test
  void whatIsToBeSentAgainHasToBeSaid() throws Exception {
    addSome(2);

    for (String body :
        new String[] {
          "{}", "{\"all\":false}", "{\"all\":\"yes\"}", "{\"all\":true,\"ids\":[1]}", "{\"ids\":1}"
        }) {
      Answer answer = call("POST", LETTERS + "/replay", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.text()).contains("{\\\"all\\\": true}");
    }
    assertThat(call("POST", LETTERS + "/replay", "{\"ids\":[1,\"2\"]}").text())
        .contains("ids[2] = 2: expected an integer");
    assertThat(call("POST", LETTERS + "/replay", "{\"ids\":[0]}").code()).isEqualTo("BAD_REQUEST");
    assertThat(logs.replayed).isEmpty();
  }

  @Test
  void oneIsDeletedAndAllOnlyWhenAsked() throws Exception {
    addSome(3);

    assertThat(call("DELETE", LETTERS + "/2", null).status()).isEqualTo(204);
    assertThat(call("DELETE", LETTERS + "/2", null).code()).isEqualTo("NOT_FOUND");
    Answer unasked = call("DELETE", LETTERS, null);
    assertThat(unasked.status()).isEqualTo(400);
    assertThat(unasked.text()).contains("?all=true");
    assertThat(logs.letters).hasSize(2);
    assertThat(call("DELETE", LETTERS + "?all=true", null).text()).isEqualTo("{\"purged\":2}");
    assertThat(logs.letters).isEmpty();
  }

  @Test
  void mistakesNameWhatWouldBeRight() throws Exception {
    assertThat(call("GET", "/actions/kinesis:zz/dead_letters", null).code()).isEqualTo("NOT_FOUND");
    assertThat(call("GET", LETTERS + "/9", null).code()).isEqualTo("NOT_FOUND");
    assertThat(call("GET", LETTERS + "/x", null).text()).contains("dead letter = x: expected");
    assertThat(call("GET", LETTERS + "?limit=1001", null).text())
        .contains("limit = 1001: expected an integer from 1 to 1000");
    assertThat(call("GET", LETTERS + "?after=-1", null).text()).contains("after = -1");
    call("PUT", "/actions/kinesis:a/enable/false", null);
    assertThat(call("POST", LETTERS + "/replay", "{\"all\":true}").text()).contains("is disabled");
  }

  @Test
  void aBrokenDiskIsToldAsSuch() throws Exception {
    logs.broken = true;

    Answer answer = call("GET", LETTERS, null);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).contains("dead letters of action kinesis:a cannot be read");
  }
}
