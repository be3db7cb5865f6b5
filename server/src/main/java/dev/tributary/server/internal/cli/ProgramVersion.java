package dev.tributary.server.internal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote into the program. */
public final class ProgramVersion {

  private ProgramVersion() {}

  public static String text() {
    try (InputStream in =
        ProgramVersion.class.getResourceAsStream("/tributary-version.properties")) {
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
