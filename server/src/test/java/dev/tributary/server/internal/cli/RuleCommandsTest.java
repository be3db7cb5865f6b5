package dev.tributary.server.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RuleCommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine command = TributaryCommand.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private int test(String sql, String... more) {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(new String[] {"rule", "test", "--sql", sql}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return run(arguments);
  }

  private String output() {
    return out.toString().strip();
  }

  @Test
  void aMessageIsMadeOfOptions() {
    assertThat(
            test(
                "SELECT topic, clientid, username, qos, payload.t AS t FROM \"a/#\"",
                "--topic",
                "a/b",
                "--clientid",
                "dev",
                "--username",
                "u",
                "--qos",
                "2",
                "--payload",
                "{\"t\": 21.5}"))
        .isZero();
    assertThat(output())
        .isEqualTo(
            "{\"topic\":\"a/b\",\"clientid\":\"dev\",\"username\":\"u\",\"qos\":2,\"t\":21.5}");
    assertThat(test("SELECT topic, clientid, qos, payload FROM \"#\"")).isZero();
    assertThat(output())
        .isEqualTo("{\"topic\":\"t/1\",\"clientid\":\"c_1\",\"qos\":1,\"payload\":\"\"}");
    assertThat(test("SELECT 1 AS a FROM \"#\"", "--qos", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("--qos 3", "0, 1 or 2");
  }

  @Test
  void fromNamesTheEventUnlessAnOptionDoes() {
    String sql = "SELECT event, clientid FROM \"$events/client/%s\"";
    assertThat(test(sql.formatted("connected"), "--clientid", "dev")).isZero();
    assertThat(output()).isEqualTo("{\"event\":\"client.connected\",\"clientid\":\"dev\"}");
    for (String name :
        new String[] {
          "client_disconnected",
          "client.disconnected",
          "$events/client_disconnected",
          "$events/client/disconnected",
          "client/disconnected"
        }) {
      assertThat(test(sql.formatted("+"), "--event", name)).as(name).isZero();
      assertThat(output()).contains("client.disconnected");
    }
    assertThat(test(sql.formatted("connected"), "--event", "client_ping")).isEqualTo(3);
    assertThat(test(sql.formatted("connected"), "--event", "poke")).isEqualTo(2);
    assertThat(err.toString()).contains("--event poke", "client_connected");
    assertThat(test("SELECT name FROM \"$events/sys/alarm_activated\"")).isZero();
  }

  @Test
  void contextGivesAnyField(@TempDir Path home) throws Exception {
    Path file = Files.writeString(home.resolve("context.json"), "{\"reason\": \"kicked\"}");
    assertThat(test("SELECT reason FROM \"$events/client/disconnected\"", "--context", "@" + file))
        .isZero();
    assertThat(output()).isEqualTo("{\"reason\":\"kicked\"}");
    assertThat(
            test(
                "SELECT topic, clientid FROM \"x/#\"",
                "--context",
                "{\"topic\":\"x/y\",\"clientid\":\"a\"}",
                "--clientid",
                "b"))
        .isZero();
    assertThat(output()).isEqualTo("{\"topic\":\"x/y\",\"clientid\":\"b\"}");
    assertThat(test("SELECT 1 AS a FROM t", "--context", "[1]")).isEqualTo(2);
    assertThat(err.toString()).contains("--context [1]", "JSON object");
    assertThat(test("SELECT 1 AS a FROM t", "--context", "{")).isEqualTo(2);
    assertThat(err.toString()).contains("--context is not JSON");
  }

  @Test
  void payloadAndSqlMayStandInFiles(@TempDir Path home) throws Exception {
    Path payload = Files.write(home.resolve("p"), new byte[] {0, 1, (byte) 0xff});
    Path sql =
        Files.writeString(home.resolve("s.sql"), "SELECT bytesize(payload) AS n\nFROM \"#\"");
    assertThat(test("@" + sql, "--payload", "@" + payload)).isZero();
    assertThat(output()).isEqualTo("{\"n\":3}");
    assertThat(test("@" + sql, "--payload", "@" + home.resolve("none"))).isEqualTo(2);
    assertThat(err.toString()).contains("--payload @", "cannot be read");
  }

  @Test
  void anErrorPointsAtItsPlace() {
    assertThat(test("SELECT\n\tuper(topic) AS t\nFROM \"#\"")).isEqualTo(2);
    assertThat(err.toString().lines())
        .anySatisfy(line -> assertThat(line).contains("the SQL is wrong: line 2, column 2"))
        .anySatisfy(line -> assertThat(line).isEqualTo("  \tuper(topic) AS t"))
        .anySatisfy(line -> assertThat(line).isEqualTo("  \t^^^^"));
    assertThat(test("SELECT * FROM")).isEqualTo(2);
    assertThat(err.toString().lines()).containsSubsequence("  SELECT * FROM", "               ^");
    String longSql = "SELECT " + "payload.abc, ".repeat(50) + "uper(topic) AS t FROM \"#\"";
    assertThat(test(longSql)).isEqualTo(2);
    assertThat(err.toString().lines().toList().get(2)).startsWith("  …").hasSizeLessThan(200);
  }

  @Test
  void functionsAreExplainedWithoutAServer() {
    assertThat(run("rule", "functions")).isZero();
    assertThat(output()).contains("Strings\n", "  upper(");
    assertThat(run("rule", "functions", "UPPER")).isZero();
    assertThat(output()).startsWith("upper(").contains("(Strings)", " -> ");
    assertThat(run("rule", "functions", "base64")).isZero();
    assertThat(output()).contains("base64_encode(", "base64_decode(").doesNotContain("upper(");
    assertThat(run("rule", "functions", "zzz")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no function 'zzz'");
  }

  @Test
  void eventsAreExplainedWithoutAServer() {
    assertThat(run("rule", "events")).isZero();
    assertThat(output().lines()).hasSize(18);
    assertThat(output()).contains("$events/client/connected", "(not raised in this version)");
    assertThat(run("rule", "events", "delivery_dropped")).isZero();
    assertThat(output()).contains("columns: event id reason", "SELECT * FROM", "queue_full");
    assertThat(run("rule", "events", "zzz")).isEqualTo(2);
  }
}
