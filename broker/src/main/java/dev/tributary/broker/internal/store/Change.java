package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message;
import dev.tributary.broker.internal.routing.Subscription;

/** What becomes of a key. */
sealed interface Change {

  Key key();

  record PutSession(Key.OfSession key, SessionRecord contents) implements Change {}

  record PutSubscription(Key.OfSubscription key, Subscription subscription) implements Change {}

  record PutAwaitingRelease(Key.OfAwaitingRelease key) implements Change {}

  /** Until {@link PutAwaitingRelease} takes its place. */
  record PutOpenPublish(Key.OfAwaitingRelease key, OpenPublish publish) implements Change {}

  /** The flow of the message is a change of its own. */
  record PutMessage(Key.OfMessage key, StoredMessage message) implements Change {}

  record PutFlow(Key.OfFlow key, Flow flow) implements Change {}

  record PutRetained(Key.OfRetained key, Message message) implements Change {}

  /** And its flow. */
  record RemoveMessage(Key.OfMessage key) implements Change {}

  /** Of anything but a message. */
  record Remove(Key key) implements Change {}
}
