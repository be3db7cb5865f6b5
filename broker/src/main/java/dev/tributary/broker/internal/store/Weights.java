package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.internal.protocol.Will;
import dev.tributary.broker.internal.routing.Subscription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many bytes things that wait to be written take in memory; cheap rather than exact. */
final class Weights {

  /** A change with its keys and map entries, beside the texts and bytes in it. */
  static final int CHANGE = 200;

  private Weights() {}

  static long of(Change change) {
    return CHANGE
        + switch (change) {
          case Change.PutMessage(_, StoredMessage stored) -> of(stored);
          case Change.PutRetained(_, Message message) -> of(message);
          case Change.PutSession(_, SessionRecord contents) -> of(contents.will());
          case Change.PutSubscription(_, Subscription subscription) ->
              subscription.filter().length();
          case Change.PutAwaitingRelease _,
              Change.PutOpenPublish _,
              Change.PutFlow _,
              Change.RemoveMessage _,
              Change.Remove _ ->
              0;
        };
  }

  static long of(StoredMessage stored) {
    return of(stored.delivery().message());
  }

  private static long of(Message message) {
    return (long) message.topic().length() + message.payload().length + of(message.properties());
  }

  private static long of(@Nullable Will will) {
    return will == null ? 0 : will.payload().length + of(will.properties());
  }

  private static long of(PublishProperties properties) {
    byte[] correlation = properties.correlationData();
    long sum = correlation == null ? 0 : correlation.length;
    for (Map.Entry<String, String> property : properties.userProperties()) {
      sum += property.getKey().length() + property.getValue().length();
    }
    return sum;
  }
}
