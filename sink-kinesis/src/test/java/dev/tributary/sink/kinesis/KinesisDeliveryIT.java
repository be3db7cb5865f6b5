package dev.tributary.sink.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.sink.Action;
import dev.tributary.sink.ActionMetrics;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BufferSettings;
import dev.tributary.sink.ConnectorSettings;
import dev.tributary.sink.Health;
import dev.tributary.sink.Ordering;
import dev.tributary.sink.Origin;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.ResourceStatus;
import dev.tributary.sink.SinkEnvironment;
import dev.tributary.sink.SinkRecord;
import dev.tributary.sink.SinkRuntime;
import dev.tributary.sink.Storage;
import dev.tributary.testkit.Await;
import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.Fault;
import dev.tributary.testkit.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The runtime and the real AWS SDK against a Kinesis that fails on purpose. */
final class KinesisDeliveryIT {

  private static final String CONNECTOR = "kinesis:c";
  private static final String ACTION = "kinesis:a";
  private static final String STREAM = "my_stream";

  private final FakeKinesis kinesis = new FakeKinesis(STREAM, 2);
  private final SinkRuntime runtime = new SinkRuntime(SinkEnvironment.system(Storage.none()));

  @BeforeEach
  void start() {
    kinesis.start();
  }

  @AfterEach
  void stop() {
    runtime.close();
    kinesis.close();
  }

  @Test
  void recordsArriveInOrderPerKey() {
    install();
    publish(10, 200);
    awaitSuccess(2000);
    assertInOrder(10, 200);
    assertThat(kinesis.storedCount()).isEqualTo(2000);
    assertThat(kinesis.peakInflightOfAnyKey()).isEqualTo(1);
  }

  @Test
  void refusedRecordsAreSentAgainBeforeLaterOnesOfTheirKey() {
    kinesis
        .script()
        .perRequest(put ->
            Fault.records((request, index, _, _) ->
                request < 60 && (request + index) % 3 == 0
                    ? Optional.of(
                        index % 2 == 0
                            ? Fault.RecordError.THROTTLED
                            : Fault.RecordError.INTERNAL_FAILURE)
                    : Optional.empty()));
    install();
    publish(20, 50);
    awaitSuccess(1000);
    assertInOrder(20, 50);
    assertThat(kinesis.storedCount()).isEqualTo(1000);
    assertThat(metrics().retried()).isPositive();
  }

  @Test
  void failuresOfWholeRequestsAreRetried() {
    kinesis
        .script()
        .next(
            Fault.throttleRequest(),
            Fault.internalFailure(),
            Fault.serviceUnavailable(),
            Fault.resetBeforeStoring(),
            Fault.refuse(400, "NeverHeardOf", "what is this?"),
            Fault.throttleAt(0));
    install();
    publish(4, 25);
    awaitSuccess(100);
    assertInOrder(4, 25);
    assertThat(kinesis.storedCount()).isEqualTo(100);
  }

  @Test
  void aLostAnswerMakesADuplicateButNoDisorder() {
    kinesis.script().next(Fault.resetAfterStoring());
    install();
    publish(1, 20);
    awaitSuccess(20);
    List<String> first = kinesis.stored("k0").stream().map(StoredRecord::text).distinct().toList();
    assertThat(first).isEqualTo(numbers(20));
    assertThat(kinesis.storedCount()).isEqualTo(21);
  }

  @Test
  void anOutageIsOutlasted() {
    install();
    publish(5, 10);
    awaitSuccess(50);
    kinesis.stop();
    publish(5, 10, 10);
    awaitHealth(
        "the outage shows",
        health ->
            health.status() != ResourceStatus.CONNECTED
                && health.reason().contains("127.0.0.1:" + kinesis.port()));
    kinesis.restart();
    awaitSuccess(100);
    assertInOrder(5, 20);
    awaitHealth("connected again", Health.CONNECTED::equals);
  }

  @Test
  void aMissingStreamHoldsTheRecordsUntilItIsThere() {
    kinesis.removeStream(STREAM);
    install();
    publish(3, 10);
    Health held =
        awaitHealth("the action is held", health -> health.status() == ResourceStatus.DISCONNECTED);
    assertThat(held.reason())
        .contains("stream my_stream does not exist in us-east-1 at " + endpoint())
        .contains("create it or correct stream_name");
    assertThat(metrics().queuing() + metrics().inflight()).isEqualTo(30);
    kinesis.addStream(STREAM, 1);
    awaitSuccess(30);
    assertInOrder(3, 10);
    awaitHealth("connected again", Health.CONNECTED::equals);
  }

  @Test
  void deniedPutsHoldEvenWhereChecksSucceed() {
    kinesis.script().next(Fault.accessDenied(), Fault.accessDenied(), Fault.accessDenied());
    install();
    publish(1, 5);
    awaitSuccess(5);
    assertInOrder(1, 5);
  }

  @Test
  void theRecordThatSpoilsARequestFailsAlone() {
    kinesis
        .script()
        .perRequest(put ->
            put.keys().contains("bad")
                ? Fault.refuse(400, "ValidationException", "1 validation error")
                : Fault.none());
    install();
    submit("bad", "poison");
    publish(30, 2);
    awaitSuccess(60);
    Await.until("the culprit is found", () -> metrics().failed() == 1);
    assertInOrder(30, 2);
  }

  @Test
  void aRequestWithoutAnswerIsNotHiddenByAnOldStatus() {
    CountDownLatch gate = new CountDownLatch(1);
    kinesis.script().next(Fault.gate(gate));
    install();
    publish(1, 1);
    awaitHealth(
        "the silence shows",
        health ->
            health.status() == ResourceStatus.CONNECTING
                && health.reason().contains("no answer for"));
    gate.countDown();
    awaitSuccess(1);
    awaitHealth("connected again", Health.CONNECTED::equals);
  }

  @Test
  void replacingAnActionKeepsItsRecordsAndCounters() {
    kinesis.removeStream(STREAM);
    install();
    publish(7, 10);
    runtime.putAction(ACTION, CONNECTOR, settings(3), c -> delivery(c, "other"));
    kinesis.addStream("other", 1);
    awaitSuccess(70);
    assertInOrder(7, 10);
    assertThat(metrics().matched()).isEqualTo(70);
  }

  @Test
  void probes() {
    assertThat(probeConnector(endpoint())).isEqualTo(Health.CONNECTED);
    assertThat(probeAction(STREAM)).isEqualTo(Health.CONNECTED);
    Health missing = probeAction("nope");
    assertThat(missing.status()).isEqualTo(ResourceStatus.DISCONNECTED);
    assertThat(missing.reason()).contains("stream nope does not exist");
    String dead = endpoint();
    kinesis.stop();
    Health refused = probeConnector(dead);
    assertThat(refused.status()).isEqualTo(ResourceStatus.DISCONNECTED);
    assertThat(refused.reason()).contains("connection to " + dead + " refused");
    Health unknown = probeConnector("http://no-such-host.invalid:1");
    assertThat(unknown.status()).isEqualTo(ResourceStatus.DISCONNECTED);
    assertThat(unknown.reason()).contains("no-such-host.invalid").contains("not known");
  }

  @Test
  void badCredentialsSayWhatToCorrect() {
    kinesis
        .script()
        .onOperation(
            "DescribeStreamSummary",
            Fault.refuse(400, "UnrecognizedClientException", "The security token is invalid."));
    Health health = probeConnector(endpoint());
    assertThat(health.status()).isEqualTo(ResourceStatus.DISCONNECTED);
    assertThat(health.reason()).contains("credentials").contains("aws_access_key_id");
  }

  private void install() {
    ConnectorSettings settings =
        new ConnectorSettings(
            true, Duration.ofMillis(50), Duration.ofSeconds(5), true, Duration.ofSeconds(20));
    runtime.putConnector(CONNECTOR, settings, () -> new KinesisConnector(to(endpoint())));
    runtime.putAction(ACTION, CONNECTOR, settings(4), c -> delivery(c, STREAM));
  }

  private static dev.tributary.sink.Delivery delivery(
      dev.tributary.sink.Connector connector, String stream) {
    return ((KinesisConnector) connector).open(new KinesisActionSettings(stream));
  }

  private static ActionSettings settings(int lanes) {
    return new ActionSettings(
        true,
        50,
        Duration.ofMillis(5),
        BufferSettings.memory(1 << 20),
        100,
        lanes,
        null,
        Ordering.STRICT,
        Duration.ofMillis(50),
        Duration.ZERO,
        Duration.ofMillis(500),
        Duration.ofMillis(50),
        null);
  }

  private String endpoint() {
    return kinesis.endpoint().toString();
  }

  private static KinesisConnectorSettings to(String endpoint) {
    return new KinesisConnectorSettings(endpoint, null, "id", "secret", null, 0, 8);
  }

  private static Health probeConnector(String endpoint) {
    return SinkRuntime.probe(() -> new KinesisConnector(to(endpoint)), Duration.ofSeconds(20));
  }

  private Health probeAction(String stream) {
    return SinkRuntime.probe(
        () -> new KinesisConnector(to(endpoint())),
        c -> delivery(c, stream),
        Duration.ofSeconds(20));
  }

  private void publish(int keys, int each) {
    publish(keys, 0, each);
  }

  private void publish(int keys, int from, int each) {
    for (int i = from; i < from + each; i++) {
      for (int key = 0; key < keys; key++) {
        submit("k" + key, Integer.toString(i));
      }
    }
  }

  private void submit(String key, String text) {
    Action action = runtime.action(ACTION).orElseThrow();
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    action.submit(new SinkRecord(key, null, data, 0, Origin.NONE), Receipt.NONE);
  }

  private ActionMetrics metrics() {
    return runtime.metrics(ACTION);
  }

  private void awaitSuccess(long records) {
    Await.until(
        () -> records + " records are delivered; " + metrics() + runtime.actionHealth(ACTION),
        Duration.ofMinutes(1),
        () -> metrics().success() == records);
  }

  /** The first that is like that; checks go on, so the next one may differ. */
  private Health awaitHealth(String what, Predicate<Health> condition) {
    return Await.value(
        () -> what + "; it is " + runtime.actionHealth(ACTION),
        Duration.ofMinutes(1),
        () -> Optional.of(runtime.actionHealth(ACTION)).filter(condition));
  }

  private void assertInOrder(int keys, int each) {
    for (int key = 0; key < keys; key++) {
      assertThat(kinesis.stored("k" + key).stream().map(StoredRecord::text).toList())
          .isEqualTo(numbers(each));
    }
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }
}
