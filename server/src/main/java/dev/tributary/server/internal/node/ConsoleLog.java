package dev.tributary.server.internal.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.tributary.config.Settings;
import org.slf4j.LoggerFactory;

/** Applies {@code log.console}. */
final class ConsoleLog {

  private ConsoleLog() {}

  static void apply(Settings console) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      Level level = Level.toLevel(console.text("level").replace("warning", "warn"), Level.INFO);
      context.getLogger("dev.tributary").setLevel(console.flag("enable") ? level : Level.OFF);
      if (!console.flag("enable")) {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
      }
    }
  }
}
