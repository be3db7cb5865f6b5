package dev.tributary.rule.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.rule.sql.Json;
import dev.tributary.rule.sql.JsonException;
import dev.tributary.rule.sql.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The recorded cases, in {@code ../../shared/vectors} unless the system property {@code
 * tributary.vectors} says otherwise.
 */
final class Vectors {
  private Vectors() {}

  /** Skips the test if the folder is not there. */
  static List<Value.Map> read(String file) {
    Path path =
        Path.of(System.getProperty("tributary.vectors", "../../shared/vectors")).resolve(file);
    Assumptions.assumeTrue(
        Files.isReadable(path), () -> "no recorded cases at " + path.toAbsolutePath().normalize());
    List<Value.Map> cases = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(path)) {
        cases.add((Value.Map) Json.parse(line.getBytes(UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonException e) {
      throw new AssertionError(file + " holds a line that is not JSON", e);
    }
    return cases;
  }

  /** As a consumer of the JSON sees it. */
  static Value seen(Value value) throws JsonException {
    return Json.parse(Json.write(value));
  }
}
