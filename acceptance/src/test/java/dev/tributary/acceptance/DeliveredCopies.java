package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.acceptance.StubbornPublisher.Message;
import dev.tributary.testkit.FakeKinesis;
import dev.tributary.testkit.PutRequest;
import dev.tributary.testkit.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a stream holds of the messages of {@link StubbornPublisher}s, repeats included. */
final class DeliveredCopies {

  /** A copy in the stream, the request that brought it there, and as whom that was signed. */
  record Copy(int request, long arrivedNanos, String accessKeyId) {}

  private final Map<String, Set<Integer>> firstAppearances = new HashMap<>();
  private final Map<Message, List<Copy>> copies = new LinkedHashMap<>();

  static DeliveredCopies in(FakeKinesis kinesis) {
    DeliveredCopies delivered = new DeliveredCopies();
    List<PutRequest> requests = kinesis.requests();
    for (StoredRecord record : kinesis.stored()) {
      PutRequest request = requests.get(record.request() - 1);
      delivered.add(
          record, new Copy(request.number(), request.arrivedNanos(), request.accessKeyId()));
    }
    return delivered;
  }

  private void add(StoredRecord record, Copy copy) {
    String[] words = record.text().split(" ", 3);
    assertThat(words[0]).as("topic inside of the message").isEqualTo(record.partitionKey());
    Message message = new Message(words[0], Integer.parseInt(words[1]));
    firstAppearances
        .computeIfAbsent(message.topic(), _ -> new LinkedHashSet<>())
        .add(message.number());
    copies.computeIfAbsent(message, _ -> new ArrayList<>()).add(copy);
  }

  /** Each topic has all of its messages, and by their first copies they are in order. */
  void assertAllInOrder(Map<String, Integer> published) {
    assertThat(firstAppearances).containsOnlyKeys(published.keySet());
    List<String> wrong = new ArrayList<>();
    published.forEach((topic, count) -> wrong.addAll(mistakes(topic, count)));
    assertThat(wrong).as("messages that are missing or too late, by their first copies").isEmpty();
  }

  private List<String> mistakes(String topic, int count) {
    Set<Integer> numbers = firstAppearances.getOrDefault(topic, Set.of());
    List<String> mistakes = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      if (!numbers.contains(number)) {
        mistakes.add("%s %d of %d is missing".formatted(topic, number, count));
      }
    }
    int highest = -1;
    for (int number : numbers) {
      if (number < highest) {
        mistakes.add("%s %d came after %d".formatted(topic, number, highest));
      }
      highest = Math.max(highest, number);
    }
    return mistakes;
  }

  /** Messages of which there is more than one copy. */
  Map<Message, List<Copy>> repeated() {
    Map<Message, List<Copy>> repeated = new LinkedHashMap<>(copies);
    repeated.values().removeIf(all -> all.size() == 1);
    return repeated;
  }
}
