package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import dev.tributary.testkit.Await;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 20,000 QoS 1 messages from four clients are in the stream once each, in order per client. */
class TwentyThousandMessagesIT {
  private static final int CLIENTS = 4;
  private static final int MESSAGES_PER_CLIENT = 5_000;
  private static final int MESSAGES = CLIENTS * MESSAGES_PER_CLIENT;

  @RegisterExtension final Workbench bench = new Workbench();

  @ParameterizedTest
  @CsvSource({"4, strict", "1, batch"})
  void arriveOnceAndInOrder(int shards, String ordering) throws Exception {
    RunningTributary tributary = start(shards, ordering);
    publishAll(tributary);

    try (KinesisReader reader = new KinesisReader(tributary.kinesis(), Configurations.STREAM)) {
      List<KinesisReader.Read> records = reader.await(MESSAGES);
      Map<String, Integer> expected = new HashMap<>();
      for (int client = 0; client < CLIENTS; client++) {
        expected.put(clientId(client), MESSAGES_PER_CLIENT);
      }
      NumberedMessages.readFrom(records).assertOnceAndInOrder(expected);
      assertThat(records.stream().map(KinesisReader.Read::shardId).distinct().count())
          .isEqualTo(shards);
    }
    RestClient rest = tributary.admin();
    Await.until(
        "all answers are counted",
        () -> rest.counters(Configurations.ACTION).success() == MESSAGES);
    rest.counters(Configurations.ACTION).assertAllDelivered(MESSAGES);
  }

  private RunningTributary start(int shards, String ordering) {
    int port = bench.port();
    String configuration =
        Configurations.localKinesis(shards)
            + Configurations.pipeline(
                URI.create("http://127.0.0.1:" + port),
                "${clientid}",
                "ordering = " + ordering,
                "batch_size = 500");
    return bench.tributary(
        configuration, Map.of("TRIBUTARY_LOCAL_KINESIS__BIND", "127.0.0.1:" + port));
  }

  private void publishAll(RunningTributary tributary) throws Exception {
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < CLIENTS; client++) {
        String clientId = clientId(client);
        clients.add(threads.submit(() -> publishFrom(tributary, clientId)));
      }
    }
    for (Future<?> client : clients) {
      client.get();
    }
  }

  private static void publishFrom(RunningTributary tributary, String clientId) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    try (Publisher publisher = Publisher.connect(tributary.mqtt(), clientId)) {
      for (int number = 0; number < MESSAGES_PER_CLIENT; number++) {
        answers.add(
            publisher.publish(
                "t/" + clientId,
                MqttQos.AT_LEAST_ONCE,
                NumberedMessages.payload(clientId, number)));
      }
      Await.until(
          () ->
              "%s has all acknowledgements; it has %d"
                  .formatted(clientId, publisher.acknowledged()),
          Duration.ofMinutes(2),
          () -> publisher.acknowledged() == MESSAGES_PER_CLIENT);
      answers.forEach(CompletableFuture::join);
    }
  }

  /** Their MD5 hashes lie in four different quarters, so that each shard of four gets one. */
  private static String clientId(int client) {
    return "sensor-" + client;
  }
}
