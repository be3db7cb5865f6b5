package dev.tributary.kinesis.local.internal.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kinesis.local.internal.http.SideAnswer;
import dev.tributary.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultsRestTest {
  private final Faults faults = new Faults("000000000000", List.of(), new TestClock());
  private final FaultsRest rest = new FaultsRest(faults);

  private String call(String method, String path, String body) {
    SideAnswer answer =
        rest.serve(method, path, body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
  }

  private String call(String method, String path) {
    return call(method, path, "");
  }

  @Test
  void addsListsAndRemoves() {
    assertThat(call("GET", "/_faults")).isEqualTo("200 {\"rules\":[]}");
    assertThat(call("POST", "/_faults", "{\"effect\":\"throttle\",\"seed\":1}"))
        .isEqualTo(
            "201 {\"rules\":[{\"id\":\"fault-1\",\"effect\":\"throttle\",\"seed\":1,"
                + "\"counters\":{\"asked\":0,\"applied\":0,\"records_failed\":0,\"over\":false}}]}");
    call("POST", "/_faults", "[{\"effect\":\"none\",\"id\":\"x\"},{\"effect\":\"none\"}]");
    assertThat(faults.reports())
        .extracting(r -> r.rule().id().orElseThrow())
        .containsExactly("fault-1", "x", "fault-2");
    assertThat(call("GET", "/_faults/x")).startsWith("200 {\"id\":\"x\"");
    assertThat(call("DELETE", "/_faults/x")).isEqualTo("204 ");
    assertThat(call("DELETE", "/_faults/x")).startsWith("404 ").contains("there is no rule 'x'");
    assertThat(call("DELETE", "/_faults")).isEqualTo("204 ");
    assertThat(call("GET", "/_faults/")).isEqualTo("200 {\"rules\":[]}");
  }

  @Test
  void replacesAllOrOne() {
    call(
        "POST",
        "/_faults",
        "[{\"effect\":\"none\",\"id\":\"a\"},{\"effect\":\"none\",\"id\":\"b\"}]");
    assertThat(call("PUT", "/_faults/a", "{\"effect\":\"throttle\"}"))
        .startsWith("200 {\"id\":\"a\"");
    assertThat(faults.reports())
        .extracting(r -> r.rule().id().orElseThrow())
        .containsExactly("a", "b");
    assertThat(call("PUT", "/_faults/c", "{\"effect\":\"none\",\"id\":\"d\"}"))
        .startsWith("400 ")
        .contains("id is 'd', must be 'c' as in the path");
    assertThat(call("PUT", "/_faults/c", "{\"effect\":\"none\"}")).startsWith("200 ");
    assertThat(call("PUT", "/_faults", "{\"rules\":[{\"effect\":\"throttle\"}]}"))
        .startsWith("200 ");
    assertThat(faults.reports()).hasSize(1);
  }

  @Test
  void listedRulesCanBeSentBack() {
    call("POST", "/_faults", "[{\"effect\":\"throttle\",\"times\":3},{\"script\":[\"none\"]}]");
    String listed = call("GET", "/_faults");
    assertThat(call("PUT", "/_faults", listed.substring(4))).isEqualTo(listed);
  }

  @Test
  void resetsCounters() {
    call(
        "POST",
        "/_faults",
        "[{\"effect\":\"throttle\",\"id\":\"a\"},{\"effect\":\"none\",\"id\":\"b\"}]");
    faults.decide("PutRecords", "s");
    assertThat(call("GET", "/_faults/a")).contains("\"asked\":1,\"applied\":1");
    assertThat(call("POST", "/_faults/a/reset")).startsWith("200 ").contains("\"asked\":0");
    faults.decide("PutRecords", "s");
    assertThat(call("POST", "/_faults/reset")).startsWith("200 ").contains("\"asked\":0");
    assertThat(call("POST", "/_faults/none/reset")).startsWith("404 ");
  }

  @Test
  void aWrongRuleChangesNothing() {
    call("POST", "/_faults", "{\"effect\":\"none\",\"id\":\"a\"}");
    assertThat(
            call("PUT", "/_faults", "[{\"effect\":\"none\"},{\"effect\":\"none\",\"times\":-1}]"))
        .isEqualTo(
            "400 {\"error\":{\"field\":\"rules[1].times\",\"value\":\"-1\",\"message\":"
                + "\"rules[1].times is -1, must be at least 0 (no end)\"}}");
    assertThat(faults.reports()).extracting(r -> r.rule().id().orElseThrow()).containsExactly("a");
  }

  @Test
  void knowsItsPathsAndMethods() {
    assertThat(rest.serve("GET", "/_other", new byte[0])).isEmpty();
    assertThat(rest.serve("GET", "/_faultsx", new byte[0])).isEmpty();
    assertThat(rest.serve("GET", "/_faults/a/b", new byte[0])).isEmpty();
    assertThat(call("PATCH", "/_faults")).startsWith("405 ").contains("GET, POST, PUT, DELETE");
    assertThat(call("GET", "/_faults/reset")).startsWith("405 ");
    assertThat(call("GET", "/_faults?pretty=1")).startsWith("200 ");
  }
}
