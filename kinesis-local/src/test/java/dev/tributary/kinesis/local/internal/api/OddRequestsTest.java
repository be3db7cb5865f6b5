package dev.tributary.kinesis.local.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.kinesis.local.KinesisLimits;
import dev.tributary.kinesis.local.LocalKinesisSettings;
import dev.tributary.kinesis.local.internal.api.Shape.Member;
import dev.tributary.kinesis.local.internal.faults.Faults;
import dev.tributary.kinesis.local.internal.store.StoreBudget;
import dev.tributary.kinesis.local.internal.store.StreamDirectory;
import dev.tributary.testkit.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of requests of every operation, made of right and wrong values: none of them is an
 * internal failure, and every answer is either empty or one whole object.
 */
final class OddRequestsTest {
  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int REQUESTS = 4000;
  private static final List<String> TEXTS =
      List.of(
          "s0",
          "s1",
          "",
          "-",
          "-0",
          "shard-1",
          "shardId-000000000000",
          "shardId-000000000001",
          "shardId-999999999999999999999",
          STREAM,
          STREAM + "s0",
          STREAM + "s1",
          STREAM + "s1/",
          STREAM + "s0/consumer/",
          STREAM + "s0/consumer/c",
          STREAM + "s0/consumer/c:",
          STREAM + "s0/consumer/c:1",
          STREAM + "/consumer/:1",
          "arn:aws/:kinesis::000000000000:stream/s0",
          "0",
          "2",
          "170141183460469231731687303715884105728",
          "9".repeat(39),
          "9".repeat(129),
          "x".repeat(300),
          "\u00fc \u0000",
          "eA==",
          "e",
          "{}",
          "{\"Statement\":1}",
          "KMS",
          "NONE",
          "alias/k",
          "ENABLED",
          "DISABLED",
          "ON_DEMAND",
          "PROVISIONED",
          "UNIFORM_SCALING",
          "AT_TIMESTAMP",
          "AT_LATEST",
          "AFTER_SHARD_ID",
          "FROM_TIMESTAMP",
          "LATEST",
          "TRIM_HORIZON",
          "AT_SEQUENCE_NUMBER",
          "ALL",
          "IncomingBytes");

  private final TestClock clock = new TestClock();
  private final List<String> learned = new ArrayList<>(TEXTS);

  private KinesisApi api() {
    LocalKinesisSettings settings =
        LocalKinesisSettings.defaults()
            .withLimits(KinesisLimits.OFF)
            .withStateChange(Duration.ofMillis(50));
    StreamDirectory directory =
        new StreamDirectory(
            STREAM,
            settings.retention(),
            settings.stateChange(),
            new StoreBudget(settings.storeBytesMax()),
            clock,
            1);
    Faults faults = new Faults(settings.accountId(), settings.faults(), clock);
    return new KinesisApi(directory, settings, faults, clock, new Random(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void areNoInternalFailures(long seed) throws IOException {
    KinesisApi api = api();
    Random random = new Random(seed);
    List<String> operations = new ArrayList<>(Requests.operations().stream().sorted().toList());
    operations.add("PutRecords");
    int succeeded = 0;
    for (int i = 0; i < REQUESTS; i++) {
      String operation = operations.get(random.nextInt(operations.size()));
      ObjectNode request = request(Requests.of(operation), random);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      Performed performed =
          api.perform(
              operation,
              Encoding.JSON,
              Body.of(JSON.writeValueAsBytes(request)),
              () -> {
                answer.reset();
                return answer;
              });
      assertThat(performed.status())
          .as("seed %d, request %d: %s %s: %s", seed, i, operation, request, answer)
          .isIn(200, 400);
      succeeded += performed.status() == 200 ? 1 : 0;
      learn(answer.toByteArray(), random);
      clock.advance(Duration.ofMillis(random.nextInt(40)));
    }
    assertThat(succeeded).as("what is only refused is not tested").isGreaterThan(REQUESTS / 10);
  }

  /**
   * Iterators, tokens, ARNs and sequence numbers of answers are what later requests are made of.
   */
  private void learn(byte[] answer, Random random) throws IOException {
    if (answer.length > 0) {
      JSON
          .readTree(answer)
          .findValues(
              List.of("NextToken", "ShardIterator", "ConsumerARN", "EndingSequenceNumber")
                  .get(random.nextInt(4)))
          .stream()
          .filter(JsonNode::isTextual)
          .forEach(text -> learned.add(text.textValue()));
    }
    while (learned.size() > 2 * TEXTS.size()) {
      learned.remove(TEXTS.size());
    }
  }

  private ObjectNode request(Shape.Structure shape, Random random) {
    ObjectNode request = NODES.objectNode();
    for (Member member : shape.members()) {
      boolean wanted = member.required() ? random.nextInt(20) > 0 : random.nextBoolean();
      if (wanted && (!member.name().equals("StreamId") || random.nextInt(30) == 0)) {
        request.set(member.name(), value(member.shape(), random));
      }
    }
    return request;
  }

  private JsonNode value(Shape shape, Random random) {
    if (random.nextInt(40) == 0) {
      return List.<JsonNode>of(
              NODES.nullNode(),
              NODES.booleanNode(true),
              NODES.numberNode(1e300),
              NODES.numberNode(-5),
              NODES.textNode(text(random)),
              NODES.arrayNode().addNull().add(1),
              NODES.objectNode().put("a", 1).putNull("b"))
          .get(random.nextInt(7));
    }
    return switch (shape) {
      case Shape.Text text -> NODES.textNode(text(text.rule(), random));
      case Shape.Choice choice ->
          NODES.textNode(choice.words().get(random.nextInt(choice.words().size())));
      case Shape.Whole whole ->
          NODES.numberNode(whole.min() + random.nextInt(random.nextBoolean() ? 5 : 20_000));
      case Shape.Flag _ -> NODES.booleanNode(random.nextBoolean());
      case Shape.Timestamp _ -> NODES.numberNode(clock.millis() / 1000.0 + random.nextInt(3) - 2);
      case Shape.Blob _ -> NODES.textNode(random.nextInt(5) == 0 ? text(random) : "eA==");
      case Shape.Items items ->
          NODES.arrayNode().add(value(items.item(), random)).add(value(items.item(), random));
      case Shape.Pairs _ -> NODES.objectNode().put(text(random), text(random)).put("k", "v");
      case Shape.Structure structure -> request(structure, random);
    };
  }

  /** Mostly one that is allowed. */
  private String text(TextRule rule, Random random) {
    if (random.nextInt(10) < 7) {
      if (rule == TextRule.STREAM_NAME) {
        return "s0";
      }
      if (rule == TextRule.STREAM_ARN || rule == TextRule.RESOURCE_ARN) {
        return STREAM + "s0";
      }
    }
    List<String> allowed =
        random.nextInt(10) == 0 ? List.of() : learned.stream().filter(rule::allows).toList();
    return allowed.isEmpty() ? text(random) : allowed.get(random.nextInt(allowed.size()));
  }

  private String text(Random random) {
    return learned.get(random.nextInt(learned.size()));
  }
}
