package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.internal.routing.Subscription;
import java.util.List;

/** What becomes of a SUBSCRIBE. */
public sealed interface SubscribeDecision {

  /** One answer per filter, in the order of the packet. */
  record Answers(List<Answer> all) implements SubscribeDecision {

    /** Why the first of those that are rejected is, for the one reason string that there is. */
    public String detail() {
      for (Answer answer : all) {
        if (answer instanceof Reject(_, String why)) {
          return why;
        }
      }
      return "";
    }
  }

  record Close(Reason reason, String detail) implements SubscribeDecision {}

  /** One filter's answer. */
  sealed interface Answer {

    /** As the SUBACK says it to a client of that version. */
    int code();
  }

  record Grant(Subscription subscription) implements Answer {
    @Override
    public int code() {
      return subscription.qos();
    }
  }

  record Reject(int code, String detail) implements Answer {}
}
