package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.config.Settings;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.internal.store.Change;
import dev.tributary.management.internal.store.Definition;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionStoreTest {

  private static final String FILE =
      """
      connectors.kinesis.in-file { endpoint = "http://localhost:4566" }
      rule_engine.rules.in-file { sql = "SELECT * FROM \\"t/#\\"" }
      """;

  @TempDir Path data;
  private final TestClock clock = new TestClock();
  private Path overrides;

  @BeforeEach
  void nameOverrides() {
    overrides = data.resolve("configs").resolve("overrides.json");
  }

  private DefinitionStore open(String hocon) throws Exception {
    return DefinitionStore.open(data, RunningManagement.settings(hocon), clock);
  }

  private static Change.Put connector(String name, String description) throws Exception {
    Settings settings =
        SettingsReader.read(
            Kind.CONNECTOR.schema("kinesis:x"),
            SettingsReader.values(
                Map.of(
                    "endpoint", "http://e:1",
                    "description", description,
                    "aws_access_key_id", "id",
                    "aws_secret_access_key", "s3cret"),
                "test"),
            "");
    return new Change.Put(Kind.CONNECTOR, "kinesis:" + name, settings);
  }

  @Test
  void theFileAloneAtTheFirstStart() throws Exception {
    DefinitionStore store = open(FILE);

    assertThat(store.all(Kind.CONNECTOR)).containsOnlyKeys("kinesis:in-file");
    assertThat(store.all(Kind.RULE)).containsOnlyKeys("in-file");
    assertThat(store.find(Kind.RULE, "in-file").orElseThrow().fromFile()).isTrue();
    assertThat(overrides).doesNotExist();
  }

  @Test
  void whatWasPutAndDeletedSurvivesARestart() throws Exception {
    DefinitionStore before = open(FILE);
    before.apply(List.of(connector("by-rest", "one"), new Change.Delete(Kind.RULE, "in-file")));
    long created = clock.millis();
    clock.advance(java.time.Duration.ofSeconds(9));
    before.apply(List.of(connector("by-rest", "two")));

    DefinitionStore after = open(FILE);

    Definition kept = after.find(Kind.CONNECTOR, "kinesis:by-rest").orElseThrow();
    assertThat(kept.settings().text("description")).isEqualTo("two");
    assertThat(kept.settings().text("aws_secret_access_key")).isEqualTo("s3cret");
    assertThat(kept.createdAt().toEpochMilli()).isEqualTo(created);
    assertThat(kept.lastModifiedAt().toEpochMilli()).isEqualTo(created + 9_000);
    assertThat(after.all(Kind.RULE)).isEmpty();
    assertThat(after.all(Kind.CONNECTOR)).containsKeys("kinesis:in-file", "kinesis:by-rest");
  }

  @Test
  void aChangeOfAnObjectInTheFileWinsUntilItIsDeleted() throws Exception {
    DefinitionStore store = open(FILE);
    store.apply(List.of(connector("in-file", "changed")));

    assertThat(open(FILE).find(Kind.CONNECTOR, "kinesis:in-file").orElseThrow().settings())
        .extracting(settings -> settings.text("description"))
        .isEqualTo("changed");

    store.apply(List.of(new Change.Delete(Kind.CONNECTOR, "kinesis:in-file")));
    assertThat(open(FILE).all(Kind.CONNECTOR)).isEmpty();
  }

  @Test
  void onlyItsOwnerMayReadIt() throws Exception {
    open(FILE).apply(List.of(connector("a", "")));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(overrides)))
        .isEqualTo("rw-------");
  }

  @Test
  void aCrashBetweenWritingAndRenamingLosesOnlyTheUnconfirmedChange() throws Exception {
    open(FILE).apply(List.of(connector("a", "confirmed")));
    Path temporary = overrides.resolveSibling("overrides.json.tmp");
    Files.writeString(temporary, "{\"format\":1,\"connectors\":{\"kinesis:a\":{\"del");

    DefinitionStore after = open(FILE);

    assertThat(after.find(Kind.CONNECTOR, "kinesis:a").orElseThrow().settings().text("description"))
        .isEqualTo("confirmed");
    assertThat(temporary).doesNotExist();
    after.apply(List.of(connector("b", "")));
    assertThat(open(FILE).all(Kind.CONNECTOR)).hasSize(3);
  }

  @Test
  void aChangeThatCannotBeWrittenDoesNotHold() throws Exception {
    DefinitionStore store = open(FILE);
    store.apply(List.of(connector("a", "")));
    Path blocker = overrides.resolveSibling("overrides.json.tmp").resolve("x");
    Files.createDirectories(blocker);

    Change change = connector("b", "");
    assertThatThrownBy(() -> store.apply(List.of(change))).isInstanceOf(IOException.class);

    assertThat(store.all(Kind.CONNECTOR)).containsOnlyKeys("kinesis:in-file", "kinesis:a");
  }

  @Test
  void aDamagedFileStopsTheStartAndSaysWhere() throws Exception {
    Files.createDirectories(overrides.getParent());
    Files.writeString(overrides, "{\"format\": 1,\n \"rules\": {]}");

    assertThatThrownBy(() -> open(FILE))
        .isInstanceOf(DefinitionStoreException.class)
        .hasMessageContaining("overrides.json")
        .hasMessageContaining("line 2")
        .hasMessageContaining("move it away");
  }

  @Test
  void aFileOfAnotherVersionStopsTheStart() throws Exception {
    Files.createDirectories(overrides.getParent());
    Files.writeString(overrides, "{\"format\": 2}");

    assertThatThrownBy(() -> open(FILE))
        .isInstanceOf(DefinitionStoreException.class)
        .hasMessageContaining("format = 2");
  }

  @Test
  void whatIsNotUnderstoodIsReportedAndKept() throws Exception {
    Files.createDirectories(overrides.getParent());
    Files.writeString(
        overrides,
        """
        {"format": 1,
         "rules": {"later": {"definition": {"sql": "SELECT * FROM \\"t\\"", "colour": "red"}}},
         "users": {"x": 1}}
        """);

    DefinitionStore store = open(FILE);
    assertThat(store.problems()).singleElement().asString().contains("later", "colour");
    assertThat(store.find(Kind.RULE, "later")).isEmpty();
    assertThat(store.isTaken(Kind.RULE, "later")).isTrue();

    store.apply(List.of(connector("a", "")));
    assertThat(Files.readString(overrides)).contains("colour", "\"users\"");
  }
}
