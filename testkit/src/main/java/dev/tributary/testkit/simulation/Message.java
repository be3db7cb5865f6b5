package dev.tributary.testkit.simulation;

import dev.tributary.sink.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a publisher wants to be in the stream, and what has become of it, through all
 * repeats and processes.
 */
final class Message {

  final int id;
  final String key;

  /** Its place among the messages of its key, in the order of publishing, from 0. */
  final int number;

  final boolean acknowledged;

  /** The service will never take it. */
  final boolean poison;

  private final byte[] data;

  /** How often it was published. */
  int publications;

  /** How often it is in the stream. */
  int stored;

  /** How often it may be there beyond once, for reasons that are known. */
  int excuses;

  /** Its final outcome other than delivered, whoever was told. */
  @Nullable Outcome givenUp;

  /** It may be lost: nobody was promised anything, and its process has died. */
  boolean forgiven;

  /** Its publisher was promised that it is safe. */
  boolean promised;

  /** When a request that stored it was answered last; null if none was. */
  @Nullable Long answeredNanos;

  Message(int id, String key, int number, boolean acknowledged, boolean poison, byte[] data) {
    this.id = id;
    this.key = key;
    this.number = number;
    this.acknowledged = acknowledged;
    this.poison = poison;
    this.data = data;
  }

  /** A copy: whoever submits a record gives its array away. */
  byte[] data() {
    return data.clone();
  }

  int bytes() {
    return key.length() + data.length;
  }

  /** Later messages of its key need not wait for it. */
  boolean isSettled() {
    return stored > 0 || givenUp != null || forgiven;
  }

  @Override
  public String toString() {
    return "message %d (%s number %d, QoS %d%s): stored %d, excuses %d, given up %s%s%s"
        .formatted(
            id,
            key,
            number,
            acknowledged ? 1 : 0,
            poison ? ", poison" : "",
            stored,
            excuses,
            givenUp,
            promised ? ", promised" : "",
            forgiven ? ", forgiven" : "");
  }
}
