package dev.tributary.testkit.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Publishes as an MQTT client behind the broker does: some messages unacknowledged at once, none
 * while one of QoS 0 has no room. When its connection ends it publishes again, in order, what was
 * not acknowledged.
 */
final class Publisher {

  private static final long HOLD_NANOS_MAX = 3_000_000_000L;

  private final Surroundings world;
  private final SplittableRandom random;
  private final List<String> keys;
  private final int window;
  private final int acknowledgedPercent;
  private final List<Publication> unacknowledged = new ArrayList<>();
  private final List<Publication> heldBack = new ArrayList<>();
  private final ArrayDeque<Message> toRepeat = new ArrayDeque<>();

  Publisher(Surroundings world, List<String> keys) {
    this.world = world;
    this.random = world.random().split();
    this.keys = keys;
    this.window = 1 + random.nextInt(12);
    this.acknowledgedPercent = 30 + random.nextInt(71);
  }

  /** Publishes a few messages, as far as it may. */
  void publish(SimulatedProcess process, boolean fresh) {
    int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 3);
    for (int i = 0; i < count && maySend(); i++) {
      Message repeated = toRepeat.pollFirst();
      if (repeated != null) {
        send(repeated, process);
      } else if (fresh) {
        send(compose(), process);
      }
    }
  }

  private boolean maySend() {
    return heldBack.isEmpty() && unacknowledged.size() < window;
  }

  private Message compose() {
    String key = keys.get(random.nextInt(keys.size()));
    int bytes = Messages.BYTES_MIN + random.nextInt(40);
    if (random.nextInt(200) == 0) {
      bytes = WorldPlan.RECORD_BYTES_MAX + random.nextInt(10);
    }
    boolean acknowledged = random.nextInt(100) < acknowledgedPercent;
    boolean poison = random.nextInt(100) == 0;
    return world.messages().make(key, bytes, acknowledged, poison);
  }

  private void send(Message message, SimulatedProcess process) {
    List<Publication> waiting = message.acknowledged ? unacknowledged : heldBack;
    Publication[] own = new Publication[1];
    Publication publication =
        new Publication(message, process, HOLD_NANOS_MAX, () -> waiting.remove(own[0]));
    own[0] = publication;
    waiting.add(publication);
    world.trace().say(() -> "  publish " + message);
    process.submit(publication);
    if (!publication.isExpected()) {
      waiting.remove(publication);
    }
  }

  /** Its connection has ended with the process. */
  void disconnected() {
    for (Publication publication : unacknowledged.reversed()) {
      toRepeat.addFirst(publication.message);
      // It may be in the buffer or in the stream already: its publisher cannot know.
      publication.message.excuses++;
    }
    unacknowledged.clear();
    heldBack.clear();
  }

  /** After {@link #disconnected}: whether it will publish the message again. */
  boolean repeats(Message message) {
    return toRepeat.contains(message);
  }

  /** Everything is published and acknowledged. */
  boolean isDone() {
    return unacknowledged.isEmpty() && heldBack.isEmpty() && toRepeat.isEmpty();
  }

  @Override
  public String toString() {
    return "unacknowledged %s, held back %s, to repeat %s"
        .formatted(
            unacknowledged.stream().map(each -> each.message).toList(),
            heldBack.stream().map(each -> each.message).toList(),
            toRepeat);
  }
}
