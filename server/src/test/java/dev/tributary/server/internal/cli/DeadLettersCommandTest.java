package dev.tributary.server.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DeadLettersCommandTest {

  private static final String LETTERS = "/actions/kinesis:a/dead_letters";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private FakeRest rest;

  @BeforeEach
  void start() throws Exception {
    rest = new FakeRest("s3cret");
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--url", rest.url(), "--password", "s3cret"));
    return execute(all.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    CommandLine command = TributaryCommand.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private static String letter(long id) {
    return """
    {"id":%d,"code":"ValidationException","reason":"too large","died_at":1000,"published_at":0,\
    "topic":"t/1","clientid":"dev\\u001B[31m","rule":"r","partition_key":"k","size":2,"data":"aGk=","text":"hi"}\
    """
        .formatted(id);
  }

  private static String page(boolean more, long... ids) {
    return "{\"data\":[%s],\"meta\":{\"hasnext\":%s}}"
        .formatted(
            IntStream.range(0, ids.length)
                .mapToObj(i -> letter(ids[i]))
                .collect(Collectors.joining(",")),
            more);
  }

  @Test
  void listPrintsOneALineAndFollowsThePages() {
    rest.on("GET " + LETTERS + "?limit=100&after=0", 200, page(true, 3, 4))
        .on("GET " + LETTERS + "?limit=98&after=4", 200, page(false, 9));

    assertThat(run("list", "a")).isZero();

    assertThat(out.toString().lines())
        .hasSize(3)
        .first()
        .isEqualTo(
            "3  1970-01-01T00:00:01Z  ValidationException  topic t/1, client dev\uFFFD[31m, 2 bytes: too large");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void listSaysWhereToGoOn() {
    rest.on("GET " + LETTERS + "?limit=2&after=7", 200, page(true, 8, 9));

    assertThat(run("list", "kinesis:a", "--limit", "2", "--after", "7", "--json")).isZero();

    assertThat(out.toString()).isEqualTo(letter(8) + "\n" + letter(9) + "\n");
    assertThat(err.toString()).contains("there are more: --after 9");
  }

  @Test
  void listOfNothingSaysSo() {
    rest.on("GET " + LETTERS + "?limit=100&after=0", 200, page(false));

    assertThat(run("list", "a")).isZero();

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("no dead letters");
  }

  @Test
  void showPrintsEverything() {
    rest.on("GET " + LETTERS + "/3", 200, letter(3));

    assertThat(run("show", "a", "3")).isZero();

    assertThat(out.toString())
        .contains("reason         too large", "topic          t/1", "data           hi");
    assertThat(run("show", "a", "4")).isEqualTo(1);
    assertThat(err.toString()).contains("not there");
  }

  @Test
  void replaySendsTheNamedOrAll() {
    rest.on("POST " + LETTERS + "/replay", 200, "{\"replayed\":2}");

    assertThat(run("replay", "a", "1", "2")).isZero();
    assertThat(run("replay", "a", "--all", "--json")).isZero();

    assertThat(rest.asked)
        .containsExactly(
            "POST " + LETTERS + "/replay {\"ids\":[1,2]}",
            "POST " + LETTERS + "/replay {\"all\":true}");
    assertThat(out.toString()).isEqualTo("replayed 2 dead letter(s)\n{\"replayed\":2}\n");
  }

  @Test
  void whatWasNotThereIsAFailure() {
    rest.on("POST " + LETTERS + "/replay", 200, "{\"replayed\":1}");

    assertThat(run("replay", "a", "1", "2")).isEqualTo(1);

    assertThat(err.toString()).contains("1 of 2 are not there");
  }

  @Test
  void purgeDeletesOneByOneOrAll() {
    rest.on("DELETE " + LETTERS + "/1", 204, "")
        .on("DELETE " + LETTERS + "/3", 204, "")
        .on("GET " + LETTERS + "?limit=1", 200, page(false))
        .on("DELETE " + LETTERS + "?all=true", 200, "{\"purged\":5}");

    assertThat(run("purge", "a", "1", "2", "3")).isEqualTo(1);
    assertThat(out.toString()).contains("purged 2 dead letter(s)");
    assertThat(err.toString()).contains("1 of 3 are not there");
    assertThat(run("purge", "a", "--all")).isZero();
    assertThat(out.toString()).contains("purged 5 dead letter(s)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay", "purge"})
  void allIsNeverMeantByMistake(String command) {
    assertThat(run(command, "a")).isEqualTo(2);
    assertThat(run(command, "a", "1", "--all")).isEqualTo(2);

    assertThat(err.toString()).contains("either the IDs of dead letters or --all");
    assertThat(rest.asked).isEmpty();
  }

  @Test
  void anUnknownActionIsNamed() {
    assertThat(run("purge", "b", "1")).isEqualTo(1);

    assertThat(err.toString()).contains("not there: /actions/kinesis:b");
    assertThat(run("list", "../x")).isEqualTo(2);
    assertThat(err.toString()).contains("ACTION ../x is not valid");
  }

  @Test
  void aRefusedLoginSaysHowToGiveThePassword() {
    assertThat(execute("dead-letters", "list", "a", "--url", rest.url(), "--password", "no"))
        .isEqualTo(1);

    assertThat(err.toString()).contains("wrong name or password", "TRIBUTARY_API_PASSWORD");
  }

  @Test
  void thePasswordMayBeInAFile(@TempDir Path directory) throws Exception {
    rest.on("GET " + LETTERS + "?limit=100&after=0", 200, page(false, 1));
    Path file = Files.writeString(directory.resolve("password"), "s3cret\n");

    assertThat(
            execute("dead-letters", "list", "a", "--url", rest.url(), "--password-file", "" + file))
        .isZero();
    assertThat(
            execute(
                "dead-letters", "list", "a", "--url", rest.url(), "--password-file", file + "x"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--password-file", "cannot be read");
  }

  @Test
  void whoIsNotThereIsNamed() {
    String url = rest.url();
    rest.close();

    assertThat(execute("dead-letters", "list", "a", "--url", url)).isEqualTo(1);

    assertThat(err.toString())
        .contains("cannot reach Tributary at " + url, "refused", "./tributary start");
    assertThat(execute("dead-letters", "list", "a", "--url", "ftp://x")).isEqualTo(2);
  }

  @Test
  void theHelpDoesNotShowThePassword() {
    assertThat(execute("dead-letters", "replay", "--help")).isZero();

    assertThat(out.toString())
        .contains("ACTION", "[ID...]", "--all", "--password-file")
        .doesNotContain("s3cret", "public");
  }
}
