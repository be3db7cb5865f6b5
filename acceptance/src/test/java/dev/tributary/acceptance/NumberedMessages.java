package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Messages that say which one they are: the payload is the partition key that the record shall
 * have, and a number that counts from 0 per key.
 */
final class NumberedMessages {
  private final Map<String, List<Integer>> byKey = new HashMap<>();

  static String payload(String key, int number) {
    return key + " " + number;
  }

  static NumberedMessages storedBy(FakeKinesis kinesis) {
    NumberedMessages messages = new NumberedMessages();
    for (StoredRecord record : kinesis.stored()) {
      messages.add(record.partitionKey(), record.text());
    }
    return messages;
  }

  static NumberedMessages readFrom(List<KinesisReader.Read> records) {
    NumberedMessages messages = new NumberedMessages();
    records.forEach(record -> messages.add(record.partitionKey(), record.text()));
    return messages;
  }

  /** Each key has its messages 0 to count - 1, once, in this order. */
  void assertOnceAndInOrder(Map<String, Integer> countByKey) {
    assertThat(byKey).containsOnlyKeys(countByKey.keySet());
    countByKey.forEach((key, count) ->
        assertThat(byKey.get(key))
            .as("messages of %s in the order of the stream", key)
            .isEqualTo(upTo(count)));
  }

  /**
   * As above, but each key may have one message twice in a row: its request had been stored when
   * the connection broke, and only a repeat could make sure.
   */
  void assertInOrderWithOneRepeatPerKey(Map<String, Integer> countByKey) {
    assertThat(byKey).containsOnlyKeys(countByKey.keySet());
    countByKey.forEach((key, count) -> {
      List<Integer> numbers = byKey.get(key);
      assertThat(withoutRepeats(numbers))
          .as("messages of %s in the order of the stream, repeats left out", key)
          .isEqualTo(upTo(count));
      assertThat(numbers).as("messages of %s", key).hasSizeLessThanOrEqualTo(count + 1);
    });
  }

  private void add(String key, String text) {
    int blank = text.lastIndexOf(' ');
    assertThat(text.substring(0, blank)).as("key inside of the message").isEqualTo(key);
    byKey
        .computeIfAbsent(key, _ -> new ArrayList<>())
        .add(Integer.valueOf(text.substring(blank + 1)));
  }

  private static List<Integer> withoutRepeats(List<Integer> numbers) {
    List<Integer> distinct = new ArrayList<>();
    for (Integer number : numbers) {
      if (distinct.isEmpty() || !distinct.getLast().equals(number)) {
        distinct.add(number);
      }
    }
    return distinct;
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
