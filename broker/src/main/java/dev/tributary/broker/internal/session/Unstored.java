package dev.tributary.broker.internal.session;

import dev.tributary.broker.Message;
import dev.tributary.broker.internal.routing.Subscription;
import dev.tributary.broker.internal.store.Flow;
import dev.tributary.broker.internal.store.OpenPublish;
import dev.tributary.broker.internal.store.SessionRecord;
import dev.tributary.broker.internal.store.StoreWriter;
import dev.tributary.broker.internal.store.StoredMessage;

/**
 * What a session writes to that ends with its connection or with the process: nothing is kept, and
 * nobody has to wait for it.
 */
enum Unstored implements StoreWriter {
  WRITER;

  @Override
  public void putSession(long session, SessionRecord contents) {}

  @Override
  public void removeSession(long session) {}

  @Override
  public void putSubscription(long session, Subscription subscription) {}

  @Override
  public void removeSubscription(long session, String filter) {}

  @Override
  public void putMessage(long session, StoredMessage message) {}

  @Override
  public void putFlow(long session, long position, Flow flow) {}

  @Override
  public void removeMessage(long session, long position) {}

  @Override
  public void putAwaitingRelease(long session, int packetId) {}

  @Override
  public void putOpenPublish(long session, OpenPublish publish) {}

  @Override
  public void removeAwaitingRelease(long session, int packetId) {}

  @Override
  public void putRetained(Message message) {}

  @Override
  public void removeRetained(String topic) {}

  @Override
  public void whenStored(Runnable task) {
    task.run();
  }

  @Override
  public void submit() {}

  @Override
  public boolean isBacklogged() {
    return false;
  }
}
