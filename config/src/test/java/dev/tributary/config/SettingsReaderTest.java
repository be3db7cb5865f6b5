package dev.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {

  private static final ObjectSchema OPTIONS =
      ObjectSchema.describedAs("Options.")
          .withDefault("batch_size", Types.integer(1, 500), 100, "Records in a request.")
          .withDefault(
              "ttl",
              Types.durationOrInfinity(Duration.ofSeconds(1), Duration.ofHours(1)),
              "45s",
              "Life.")
          .build();

  private static final ObjectSchema CONNECTOR =
      ObjectSchema.describedAs("A connector.")
          .required("endpoint", Types.text(1, 100), "Where.")
          .withDefault("enable", Types.flag(), true, "Whether it runs.")
          .optional("key", Types.secret(), "Secret.")
          .nested("options", OPTIONS)
          .build();

  private static final ObjectSchema ROOT =
      ObjectSchema.describedAs("Root.")
          .withDefault("bind", Types.address(), "127.0.0.1:1883", "Address.")
          .withDefault(
              "connectors",
              Types.mapOf(Pattern.compile("[a-z-]+"), "lower-case letters", CONNECTOR),
              Map.of(),
              "By name.")
          .build();

  @TempDir Path directory;

  private Settings read(String hocon) throws Exception {
    Path file = Files.writeString(directory.resolve("t.conf"), hocon);
    return SettingsReader.read(ROOT, SettingsReader.file(file), "");
  }

  private List<String> mistakes(String hocon) {
    SettingsException thrown = catchThrowableOfType(SettingsException.class, () -> read(hocon));
    return thrown.problems().stream()
        .map(problem -> problem.text().replace(directory + "/", ""))
        .toList();
  }

  @Test
  void fillsInDefaultsAndKeepsValuesAsGiven() throws Exception {
    Settings settings = read("connectors.my-c { endpoint = \"http://x\", key = s3cret }");

    Settings connector = settings.objects("connectors").get("my-c");
    assertThat(connector.flag("enable")).isTrue();
    assertThat(connector.object("options").integer("batch_size")).isEqualTo(100);
    assertThat(connector.object("options").duration("ttl")).isEqualTo(Duration.ofSeconds(45));
    assertThat(settings.address("bind").getPort()).isEqualTo(1883);
    assertThat(connector.stored())
        .containsEntry("key", "s3cret")
        .containsEntry("options", Map.of("batch_size", 100L, "ttl", "45s"));
    assertThat(connector.shown()).containsEntry("key", "******");
    assertThat(connector.toString()).doesNotContain("s3cret");
  }

  @Test
  void namesFileLineKeyValueAndWhatWouldBeRight() {
    assertThat(
            mistakes(
                """
                bind = nowhere
                connectors.a {
                  endpoint = "http://x"
                  enabel = false
                  options.batch_size = 501
                  options.ttl = 2 parsecs
                }
                connectors.b {}
                connectors.B2 { endpoint = x }
                """))
        .containsExactlyInAnyOrder(
            "t.conf:1: bind = \"nowhere\": expected an address and port such as 127.0.0.1:1883, or"
                + " a port alone for every address (not host:port)",
            "t.conf:4: connectors.a.enabel: is not a known key; did you mean enable?",
            "t.conf:5: connectors.a.options.batch_size = 501: expected an integer from 1 to 500",
            "t.conf:6: connectors.a.options.ttl = \"2 parsecs\": expected infinity or a duration"
                + " from 1s to 1h, such as 15s, 100ms or 1h (not an integer)",
            "t.conf:8: connectors.b.endpoint: is missing: expected text of 1 to 100 characters",
            "t.conf:9: connectors.B2: has a bad name: expected lower-case letters");
  }

  @Test
  void aWrongSecretIsNotShown() {
    assertThat(mistakes("connectors.a { endpoint = x, key = [tops3cret] }"))
        .singleElement()
        .asString()
        .contains("connectors.a.key")
        .doesNotContain("tops3cret");
  }

  @Test
  void brokenHoconNamesTheLine() {
    assertThat(mistakes("bind = \"127.0.0.1:1\"\nconnectors {{\n"))
        .singleElement()
        .asString()
        .contains("t.conf:2: is not HOCON: ")
        .doesNotContain("properties");
  }

  @Test
  void environmentVariablesLieOverTheFile() throws Exception {
    Path file = Files.writeString(directory.resolve("t.conf"), "bind = \"127.0.0.1:1\"");
    var tree =
        SettingsReader.withEnvironment(
            SettingsReader.file(file),
            Map.of(
                "TRIBUTARY_BIND",
                "127.0.0.1:7",
                "TRIBUTARY_CONNECTORS__C__ENDPOINT",
                "http://e",
                "TRIBUTARY_CONNECTORS__C__OPTIONS__BATCH_SIZE",
                "7",
                "TRIBUTARY_JAVA_OPTIONS",
                "-Xmx1g",
                "PATH",
                "/bin"),
            Set.of("TRIBUTARY_JAVA_OPTIONS"));

    Settings settings = SettingsReader.read(ROOT, tree, "");

    assertThat(settings.address("bind").getPort()).isEqualTo(7);
    assertThat(settings.objects("connectors").get("c").object("options").integer("batch_size"))
        .isEqualTo(7);
  }

  @Test
  void aWrongEnvironmentVariableIsNamed() throws Exception {
    Path file = Files.writeString(directory.resolve("t.conf"), "");
    var tree =
        SettingsReader.withEnvironment(
            SettingsReader.file(file), Map.of("TRIBUTARY_BINDD", "x"), Set.of());

    SettingsException thrown =
        catchThrowableOfType(SettingsException.class, () -> SettingsReader.read(ROOT, tree, ""));

    assertThat(thrown)
        .hasMessage(
            "environment variable TRIBUTARY_BINDD: bindd: is not a known key; did you mean bind?");
  }
}
