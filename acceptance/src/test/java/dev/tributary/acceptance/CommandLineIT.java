package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of {@code tributary} and their exit codes. */
class CommandLineIT {
  private static final int FAILED = 1;
  private static final int NOT_VALID = 2;
  private static final int NO_MATCH = 3;

  @RegisterExtension static final Workbench bench = new Workbench();

  private static RunningTributary tributary;

  @BeforeAll
  static void start() {
    tributary = bench.tributary(Configurations.localKinesis(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "start",
        "pub",
        "sub",
        "records",
        "streams",
        "streams list",
        "streams create",
        "streams delete",
        "streams describe",
        "streams split",
        "streams consumers",
        "local-kinesis",
        "rule",
        "rule test",
        "rule functions",
        "rule events",
        "dead-letters",
        "dead-letters list",
        "dead-letters show",
        "dead-letters replay",
        "dead-letters purge",
        "version"
      })
  void everyCommandExplainsItself(String command) {
    List<String> arguments = new ArrayList<>();
    for (String word : command.split(" ", -1)) {
      if (!word.isEmpty()) {
        arguments.add(word);
      }
    }
    arguments.add("--help");
    Program.Finished help = bench.cli(arguments.toArray(String[]::new));
    assertThat(help.exitCode()).as(help.err()).isZero();
    assertThat(help.out()).contains("Usage: tributary" + (command.isEmpty() ? "" : " " + command));
    assertThat(help.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "stat",
        "start --confg x",
        "pub -t t",
        "pub --port many -t t -m x",
        "records",
        "streams",
        "streams create s --shards none",
        "streams delete s",
        "records s --from sequence=1",
        "local-kinesis --limits none",
        "rule",
        "version --loud",
        "rule functions no_such_function",
        "rule events no_such_event",
        "rule test --sql",
        "dead-letters",
        "dead-letters purge my_rule",
        "dead-letters replay my_rule 1 --all"
      })
  void whatIsNotUnderstoodIsExitCode2WithAHint(String command) {
    String[] arguments = command.isEmpty() ? new String[0] : command.split(" ", -1);
    Program.Finished ended = bench.cli(arguments);
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(NOT_VALID);
    assertThat(ended.err()).isNotBlank().doesNotContain("\tat ");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void versionIsPrinted() {
    Program.Finished version = bench.cli("version");
    assertThat(version.exitCode()).as(version.err()).isZero();
    assertThat(version.out()).matches("tributary \\d+\\.\\d+\\.\\d+\\S* \\(Java 2[5-9].*\\)\\R");
  }

  @Test
  void aSubscriberPrintsWhatOthersPublish() {
    Program subscriber = subscriber("cli/+/temperature");
    // Until the subscription stands nothing arrives: publish until the subscriber has seen one.
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), "others")) {
      Await.until(
          () -> "the subscriber has seen a message\n" + subscriber.story(),
          Duration.ofMinutes(2),
          () -> {
            publisher.publishAndWait("cli/kitchen/temperature", MqttQos.AT_LEAST_ONCE, "21.5");
            return !subscriber.isAlive();
          });
    }
    Program.Finished ended = subscriber.finished();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo("cli/kitchen/temperature 21.5\n");
  }

  @Test
  void pubWithoutABrokerSaysWhereItLooked() {
    int port = bench.port();
    Program.Finished ended =
        bench.cli("pub", "-p", String.valueOf(port), "-t", "t/a", "-m", "hello");
    assertThat(ended.exitCode()).isEqualTo(FAILED);
    assertThat(ended.err()).contains("127.0.0.1:" + port).doesNotContain("\tat ");
  }

  @Test
  void streamsAreCreatedListedDescribedAndDeleted() {
    assertThat(streams("create", "shallow", "--shards", "2").exitCode()).isZero();
    assertThat(streams("list").out().lines().map(line -> line.split(" ", 2)[0]))
        .contains("my_stream", "shallow");
    Program.Finished described = streams("describe", "shallow");
    assertThat(described.out())
        .contains("shallow", "ACTIVE", "shardId-000000000000", "shardId-000000000001")
        .contains("170141183460469231731687303715884105728");

    Program.Finished twice = streams("create", "shallow");
    assertThat(twice.exitCode()).isEqualTo(FAILED);
    assertThat(twice.err()).contains("ResourceInUseException").contains("shallow");

    assertThat(streams("delete", "shallow", "--yes").exitCode()).isZero();
    Await.until("the stream is gone", () -> !streams("list").out().contains("shallow"));
    Program.Finished gone = streams("describe", "shallow");
    assertThat(gone.exitCode()).isEqualTo(FAILED);
    assertThat(gone.err()).contains("ResourceNotFoundException");
  }

  @Test
  void recordsOfAStreamThatDoesNotExistNamesIt() {
    Program.Finished ended =
        bench.cli("records", "no_stream", "--endpoint", tributary.kinesis().toString());
    assertThat(ended.exitCode()).isEqualTo(FAILED);
    assertThat(ended.err()).contains("no_stream").doesNotContain("\tat ");
  }

  @Test
  void aRuleIsTriedWithoutAServer() {
    Program.Finished matching =
        ruleTest("SELECT payload.t AS t FROM \"t/#\" WHERE payload.t > 20", "t/a");
    assertThat(matching.exitCode()).as(matching.err()).isZero();
    assertThat(RestClient.parse(matching.out())).isEqualTo(RestClient.parse("{\"t\":21.5}"));

    assertThat(ruleTest("SELECT * FROM \"t/#\" WHERE payload.t > 30", "t/a").exitCode())
        .isEqualTo(NO_MATCH);
    assertThat(ruleTest("SELECT * FROM \"t/#\"", "u/a").exitCode()).isEqualTo(NO_MATCH);

    Program.Finished bad = ruleTest("SELECT * FRM \"t/#\"", "t/a");
    assertThat(bad.exitCode()).isEqualTo(NOT_VALID);
    assertThat(bad.err()).contains("line 1").contains("column 10").contains("FRM");
  }

  @Test
  void aJdkThatIsTooOldOrMissingIsNotUsed() {
    Program.Finished version =
        bench.run(
            Map.of("JAVA_HOME", "/no/such/jdk"), Distribution.program().toString(), "version");
    assertThat(version.exitCode()).as(version.err()).isZero();
  }

  @Test
  void theProgramRunsFromAnotherFolderAndThroughALink() throws IOException {
    Path link = bench.folder().resolve("a link");
    Files.createSymbolicLink(link, Distribution.program());
    Program.Finished version = bench.run(Map.of(), link.toString(), "version");
    assertThat(version.exitCode()).as(version.err()).isZero();
  }

  private static Program subscriber(String filter) {
    return bench.program(
        "subscriber",
        Map.of(),
        List.of(
            Distribution.program().toString(),
            "sub",
            "-p",
            String.valueOf(tributary.mqtt().getPort()),
            "-t",
            filter,
            "-C",
            "1",
            "-v"));
  }

  private static Program.Finished streams(String... arguments) {
    List<String> command = new ArrayList<>(List.of("streams"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--endpoint", tributary.kinesis().toString()));
    return bench.cli(command.toArray(String[]::new));
  }

  private static Program.Finished ruleTest(String sql, String topic) {
    return bench.cli("rule", "test", "--sql", sql, "--topic", topic, "--payload", "{\"t\": 21.5}");
  }
}
