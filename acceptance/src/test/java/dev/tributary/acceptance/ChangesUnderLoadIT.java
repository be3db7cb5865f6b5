package dev.tributary.acceptance;

import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Settings are changed by REST while messages flow: none is lost, none overtakes another. */
class ChangesUnderLoadIT {
  @RegisterExtension final Workbench bench = new Workbench();

  @Test
  void connectorActionAndRuleAreReplacedWithoutLoss() {
    FakeKinesis kinesis = bench.fakeKinesis(Configurations.STREAM, 2);
    RunningTributary tributary =
        bench.tributary(
            Configurations.pipeline(
                kinesis.endpoint(), "${topic}", "ordering = strict", "resume_interval = 100ms"));
    RestClient rest = tributary.admin();
    ActionHistory history = bench.closing(ActionHistory.watch(rest));
    Load load = bench.closing(Load.start(tributary.mqtt(), 4, 200));
    for (int round = 1; round <= 5; round++) {
      int stored = kinesis.storedCount();
      Await.until("more is stored", () -> kinesis.storedCount() > stored + 50);
      replace(
          rest,
          "/actions/" + Configurations.ACTION,
          "\"batch_size\":" + (round == 1 ? 100 : 10 * round),
          "\"batch_size\":" + 10 * (round + 1));
      replace(rest, "/connectors/" + Configurations.CONNECTOR, "\"pool_size\":", "\"pool_size\":");
      rest.put("/rules/my_rule", "{\"description\": \"round %d\"}".formatted(round)).expect(200);
    }
    Map<String, Integer> published = load.finish();

    int messages = published.values().stream().mapToInt(Integer::intValue).sum();
    Await.until(
        () -> "all is delivered: " + rest.counters(Configurations.ACTION),
        Duration.ofMinutes(2),
        () -> rest.counters(Configurations.ACTION).success() >= messages);
    history.check();
    rest.counters(Configurations.ACTION).assertAllDelivered(messages);
    NumberedMessages.storedBy(kinesis).assertOnceAndInOrder(published);
  }

  /** Puts back what is there with one part of its text changed. */
  private static void replace(RestClient rest, String path, String old, String changed) {
    rest.put(path, rest.get(path).expect(200).text().replace(old, changed)).expect(200);
  }
}
