package dev.tributary.kinesis.local;

import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How a main class of the tests is started as a process of its own. */
public final class ChildProgram {
  private ChildProgram() {}

  public static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-cp", classes()));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Maven tells it in a property; the console launcher has a class loader of its own. */
  private static String classes() {
    if (ChildProgram.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(url -> Path.of(URI.create(url.toString())).toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path", ""));
  }
}
