package dev.tributary.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;

/** The built distribution: the only form in which these tests know Tributary. */
final class Distribution {
  private static final String FOLDER = "tributary.distribution";

  private Distribution() {}

  /** The start script. Throws when nothing has been built. */
  static Path program() {
    Path program = folder().resolve("bin/tributary");
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          program + " is not there: build it with mvn -pl server -am package, or set " + FOLDER);
    }
    return program;
  }

  /** The configuration that is shipped. */
  static Path configuration() {
    return folder().resolve("etc/tributary.conf");
  }

  private static Path folder() {
    return Path.of(System.getProperty(FOLDER, "../server/target/tributary"))
        .toAbsolutePath()
        .normalize();
  }
}
