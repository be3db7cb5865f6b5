package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Message;
import dev.tributary.broker.StorageOptions;
import dev.tributary.broker.StoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL at any moment: what was called stored is there, and of each turn all or nothing. */
class StoreCrashIT {

  private static final int KILLS = 4;
  private static final int LINES_MAX = 6_000;

  @TempDir Path folder;

  @ParameterizedTest(name = "sync {0}")
  @ValueSource(booleans = {false, true})
  void keepsWholeTurnsInOrder(boolean sync) throws Exception {
    Random random = new Random(sync ? 1 : 2);
    long found = 0;
    for (int i = 0; i < KILLS; i++) {
      long told = killAfter(1 + random.nextInt(sync ? LINES_MAX / 10 : LINES_MAX), found, sync);
      found = check();
      assertThat(found).as("turns that are stored").isGreaterThanOrEqualTo(told);
    }
  }

  /** Answers the last turn that the process called stored. */
  private long killAfter(int lines, long turn, boolean sync) throws IOException {
    Process process =
        new ProcessBuilder(
                ChildProgram.command(
                    StoreCrashProgram.class, folder.toString(), "" + turn, "" + sync))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long told = turn;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < lines; i++) {
        told = next(out, told);
      }
      // Not by the process itself, which would close its output to us.
      process.toHandle().destroyForcibly();
      // What it had still said.
      String line = out.readLine();
      while (line != null) {
        told = line.equals("" + (told + 1)) ? told + 1 : told;
        line = out.readLine();
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
    return told;
  }

  private static long next(BufferedReader out, long told) throws IOException {
    String line = out.readLine();
    assertThat(line).as("turns are called stored in their order").isEqualTo("" + (told + 1));
    return told + 1;
  }

  /** Answers the last turn that is found. */
  private long check() throws StoreException {
    List<StoredSession> sessions = new ArrayList<>();
    List<Message> retained = new ArrayList<>();
    try (RocksStore store =
        RocksStore.open(new StorageOptions.OnDisk(folder, false), System::nanoTime)) {
      store.load(
          new Store.Contents() {
            @Override
            public void session(StoredSession session) {
              sessions.add(session);
            }

            @Override
            public void retained(Message message) {
              retained.add(message);
            }
          });
      assertThat(sessions).hasSize(StoreCrashProgram.SESSIONS);
      long last = Long.parseLong(text(retained.getFirst()));
      for (StoredSession session : sessions) {
        check(store, session, last);
      }
      return last;
    }
  }

  private static void check(Store store, StoredSession session, long last) {
    assertThat(session.contents().client().clientId()).isEqualTo("turn" + last);
    long first = Math.max(1, last - StoreCrashProgram.KEPT + 1);
    List<StoredMessage> messages = read(store, session.number());
    assertThat(messages)
        .extracting(StoredMessage::position)
        .containsExactlyElementsOf(LongStream.rangeClosed(first, last).boxed().toList());
    for (StoredMessage message : messages) {
      assertThat(Samples.payload(message)).isEqualTo("m" + message.position());
      assertThat(message.flow()).isEqualTo(StoreCrashProgram.flow(message.position()));
    }
    assertThat(session.inflight())
        .hasSize((int) messages.stream().filter(m -> m.position() % 2 == 0).count());
    assertThat(session.waiting()).isEqualTo(messages.size() - session.inflight().size());
  }

  private static List<StoredMessage> read(Store store, long session) {
    TestThread thread = new TestThread();
    AtomicReference<List<StoredMessage>> answer = new AtomicReference<>();
    store.read(session, 0, 2 * StoreCrashProgram.KEPT, thread, answer::set);
    thread.until(() -> answer.get() != null);
    return answer.get();
  }

  private static String text(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }
}
