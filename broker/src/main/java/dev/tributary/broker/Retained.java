package dev.tributary.broker;

import java.util.Optional;
import java.util.stream.Stream;

/** Retained messages, for people who look at them. Any thread; expired messages are left out. */
public interface Retained {

  long count();

  /** Messages whose topic matches, in order of their topics. */
  Stream<Message> matching(String filter);

  Optional<Message> find(String topic);

  /** How many messages matched and are retained no more. */
  long remove(String filter);

  /** Other bounds from now on; what is stored stays. */
  void change(RetainerOptions options);

  RetainerOptions options();
}
