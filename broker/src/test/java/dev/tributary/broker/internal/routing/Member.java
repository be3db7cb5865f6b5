package dev.tributary.broker.internal.routing;

import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import java.util.ArrayList;
import java.util.List;

/** A subscriber that remembers what it got; its name is what makes it equal to another. */
final class Member implements Subscriber {

  private final String name;
  private final List<Message> got = new ArrayList<>();
  private final List<Subscription> through = new ArrayList<>();
  private volatile boolean connected = true;

  Member(String name) {
    this.name = name;
  }

  List<Message> got() {
    return got;
  }

  List<Subscription> through() {
    return through;
  }

  void connected(boolean now) {
    connected = now;
  }

  @Override
  public synchronized void deliver(
      Message message, Subscription subscription, boolean retained, Custody custody) {
    got.add(message);
    through.add(subscription);
  }

  @Override
  public String subscriberId() {
    return name;
  }

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public boolean isDurable() {
    return !connected;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Member member && member.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
