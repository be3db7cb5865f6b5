package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

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
public final class Vectors {
  private Vectors() {}

  /** Skips the test if the folder is not there. */
  public static List<Value.Map> read(String file) {
    Path path = path(file);
    Assumptions.assumeTrue(
        Files.isReadable(path), () -> "no recorded cases at " + path.toAbsolutePath().normalize());
    return cases(path);
  }

  /** Nothing if the folder is not there. */
  static List<Value.Map> readIfThere(String file) {
    return Files.isReadable(path(file)) ? cases(path(file)) : List.of();
  }

  private static Path path(String file) {
    return Path.of(System.getProperty("tributary.vectors", "../../shared/vectors")).resolve(file);
  }

  private static List<Value.Map> cases(Path path) {
    List<Value.Map> cases = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(path)) {
        cases.add((Value.Map) Json.parse(line.getBytes(UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonException e) {
      throw new AssertionError(path + " holds a line that is not JSON", e);
    }
    return cases;
  }
}
