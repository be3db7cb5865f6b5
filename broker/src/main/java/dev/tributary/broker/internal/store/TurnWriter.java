package dev.tributary.broker.internal.store;

import dev.tributary.broker.Message;
import dev.tributary.broker.internal.routing.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Collects a turn and submits it when the turn ends. Its thread only. */
final class TurnWriter implements StoreWriter {

  private final Executor thread;
  private final Turn.Taker taker;
  private Changes changes = new Changes();
  private List<Runnable> whenStored = new ArrayList<>();
  private boolean submitsSoon;

  TurnWriter(Executor thread, Turn.Taker taker) {
    this.thread = thread;
    this.taker = taker;
  }

  @Override
  public void putSession(long session, SessionRecord contents) {
    changes.putSession(session, contents);
    submitSoon();
  }

  @Override
  public void removeSession(long session) {
    changes.endSession(session);
    submitSoon();
  }

  @Override
  public void putSubscription(long session, Subscription subscription) {
    changes.putSubscription(session, subscription);
    submitSoon();
  }

  @Override
  public void removeSubscription(long session, String filter) {
    changes.remove(new Key.OfSubscription(session, filter));
    submitSoon();
  }

  @Override
  public void putMessage(long session, StoredMessage message) {
    changes.putMessage(session, message);
    submitSoon();
  }

  @Override
  public void putFlow(long session, long position, Flow flow) {
    changes.putFlow(session, position, flow);
    submitSoon();
  }

  @Override
  public void removeMessage(long session, long position) {
    changes.removeMessage(session, position);
    submitSoon();
  }

  @Override
  public void putAwaitingRelease(long session, int packetId) {
    changes.putAwaitingRelease(session, packetId);
    submitSoon();
  }

  @Override
  public void putOpenPublish(long session, OpenPublish publish) {
    changes.putOpenPublish(session, publish);
    submitSoon();
  }

  @Override
  public void removeAwaitingRelease(long session, int packetId) {
    changes.remove(new Key.OfAwaitingRelease(session, packetId));
    submitSoon();
  }

  @Override
  public void putRetained(Message message) {
    changes.putRetained(message);
    submitSoon();
  }

  @Override
  public void removeRetained(String topic) {
    changes.remove(new Key.OfRetained(topic));
    submitSoon();
  }

  @Override
  public void whenStored(Runnable task) {
    whenStored.add(task);
    submitSoon();
  }

  @Override
  public void submit() {
    if (changes.isEmpty() && whenStored.isEmpty()) {
      return;
    }
    Turn turn = new Turn(changes, whenStored, thread);
    changes = new Changes();
    whenStored = new ArrayList<>();
    taker.take(turn);
  }

  @Override
  public boolean isBacklogged() {
    return taker.isBacklogged();
  }

  private void submitSoon() {
    if (!submitsSoon) {
      submitsSoon = true;
      thread.execute(this::endTurn);
    }
  }

  private void endTurn() {
    submitsSoon = false;
    submit();
  }
}
