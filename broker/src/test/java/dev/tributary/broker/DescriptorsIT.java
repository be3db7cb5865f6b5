package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.store.ChildProgram;
import dev.tributary.testkit.mqtt.RawMqttClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process without a file descriptor left goes on, and accepts again when there are some. */
class DescriptorsIT {

  private static final int DESCRIPTORS = 150;
  private static final int CLIENTS = 300;

  @Test
  void whoFindsNoDescriptorComesInWhenThereIsOne() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + " && exec \"$@\"", "sh"));
    command.addAll(ChildProgram.command(DescriptorsProgram.class));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<RawMqttClient> clients = new ArrayList<>();
    try (BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        OutputStream questions = process.getOutputStream()) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) told(answers));
      RawMqttClient first = RawMqttClient.connected(address, connect4("first", true, 0));
      clients.add(first);
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new RawMqttClient(address).send(connect4("c" + i, true, 0)));
      }
      while (accepted(questions, answers) == 0) {
        first.expectNothing(); // who is here is served meanwhile
      }
      for (RawMqttClient early : clients.subList(1, CLIENTS)) {
        early.close();
      }
      clients.getLast().expect("20020000");
      first.expectNothing();
      RawMqttClient late = RawMqttClient.connected(address, connect4("late", true, 0));
      clients.add(late);
      assertThat(process.isAlive()).isTrue();
    } finally {
      for (RawMqttClient client : clients) {
        client.close();
      }
      process.destroyForcibly().waitFor();
    }
  }

  private static long accepted(OutputStream questions, BufferedReader answers) throws IOException {
    questions.write('\n');
    questions.flush();
    return told(answers);
  }

  private static long told(BufferedReader answers) throws IOException {
    String line = answers.readLine();
    while (line != null && !line.startsWith("tells ")) {
      line = answers.readLine();
    }
    assertThat(line).as("the process goes on").isNotNull();
    return Long.parseLong(line.substring("tells ".length()));
  }
}
