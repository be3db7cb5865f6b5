package dev.tributary.acceptance.clients;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What has arrived, from the client's thread to the test's. */
final class Inbox {
  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

  void put(Message message) {
    messages.add(message);
  }

  /** Waits for the next message. */
  Message next() {
    try {
      Message message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message has arrived");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
