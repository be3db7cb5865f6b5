package dev.tributary.acceptance;

import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.ReservedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * What a test starts, and its folder under {@code target/acceptance}. Everything is ended after the
 * test (after the class if the field is static), whatever happened; what the programs wrote is kept
 * there and is part of a failure's stack trace.
 */
final class Workbench
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        LifecycleMethodExecutionExceptionHandler,
        TestExecutionExceptionHandler {

  /** Every port is the system's choice; the process says which. */
  private static final String ANY_PORT = "127.0.0.1:0";

  // Tests of a class may run at the same time and share what is static.
  private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
  private final Queue<Program> programs = new ConcurrentLinkedQueue<>();
  private boolean ofClass;
  private Path folder = Path.of("");

  /** The folder of this test or class. */
  Path folder() {
    return folder;
  }

  /** Writes a file into the folder. */
  Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts Tributary on ports of the system's choice and waits until it is ready. */
  RunningTributary tributary(String configuration) {
    return tributary(configuration, Map.of());
  }

  RunningTributary tributary(String configuration, Map<String, String> environment) {
    return RunningTributary.ready(launch(configuration, environment));
  }

  /** As above, started by a command of which the rest is the command line of Tributary. */
  RunningTributary tributary(List<String> prefix, String configuration) {
    return RunningTributary.ready(launch(prefix, configuration, Map.of()));
  }

  /** As above, for a start that is expected to fail: does not wait. */
  Program launch(String configuration, Map<String, String> environment) {
    return launch(List.of(), configuration, environment);
  }

  private Program launch(
      List<String> prefix, String configuration, Map<String, String> environment) {
    Path file = file("tributary.conf", configuration);
    Map<String, String> settings = new HashMap<>();
    settings.put("TRIBUTARY_NODE__DATA_DIR", folder.resolve("data").toString());
    settings.put("TRIBUTARY_LISTENERS__TCP__DEFAULT__BIND", ANY_PORT);
    settings.put("TRIBUTARY_LISTENERS__WS__DEFAULT__BIND", ANY_PORT);
    settings.put("TRIBUTARY_DASHBOARD__LISTENERS__HTTP__BIND", ANY_PORT);
    settings.put("TRIBUTARY_LOCAL_KINESIS__BIND", ANY_PORT);
    settings.put("TRIBUTARY_JAVA_OPTIONS", "-ea -Xmx512m");
    settings.putAll(environment);
    List<String> command = new ArrayList<>(prefix);
    command.addAll(command("start", "--config", file.toString()));
    return program("tributary", settings, command);
  }

  /** Runs a command of Tributary's to its end. */
  Program.Finished cli(String... arguments) {
    return program("cli", Map.of(), command(arguments)).finished();
  }

  /** Runs any other command to its end. */
  Program.Finished run(Map<String, String> environment, String... command) {
    return program("tool", environment, List.of(command)).finished();
  }

  Program program(String name, Map<String, String> environment, List<String> command) {
    Program program = closing(Program.start(folder, name, environment, command));
    programs.add(program);
    return program;
  }

  /** A Kinesis with scripted faults. */
  FakeKinesis fakeKinesis(String stream, int shards) {
    return closing(new FakeKinesis(stream, shards)).start();
  }

  /** A port that nobody listens on, for the few settings that must name one before. */
  int port() {
    return closing(ReservedPort.reserve()).number();
  }

  /** Closes it at the end, before what was opened earlier. */
  <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ofClass = true;
    folder = create(context.getRequiredTestClass().getSimpleName());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    programs.removeIf(program -> !program.isAlive());
    if (!ofClass) {
      folder =
          create(
              context.getRequiredTestClass().getSimpleName()
                  + "."
                  + context.getRequiredTestMethod().getName());
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (!ofClass) {
      closeAll();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    closeAll();
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withStories(failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withStories(failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withStories(failure);
  }

  private Throwable withStories(Throwable failure) {
    for (Program program : programs) {
      failure.addSuppressed(new ProgramStory(program.story()));
    }
    return failure;
  }

  private void closeAll() throws Exception {
    Exception first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    programs.clear();
    if (first != null) {
      throw first;
    }
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Distribution.program().toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static Path create(String name) {
    try {
      Path all = Files.createDirectories(Path.of("target/acceptance").toAbsolutePath());
      return Files.createTempDirectory(all, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Carries what a program wrote into a failure's stack trace. */
  private static final class ProgramStory extends Exception {
    ProgramStory(String story) {
      super(story, null, false, false);
    }
  }
}
