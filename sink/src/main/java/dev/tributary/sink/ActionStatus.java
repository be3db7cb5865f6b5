package dev.tributary.sink;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status of a running action or connector: what the last check and the last sends have shown.
 * Any thread.
 *
 * <ul>
 *   <li>An answer to a send is evidence: it connects. So does a succeeding check.
 *   <li>{@link BatchOutcome.Hold} closes the action until a check no longer says {@code
 *       disconnected}.
 *   <li>Requests that fail as a whole, again and again on one lane, make it {@code connecting} and
 *       then {@code disconnected}, but sending goes on: time may heal it.
 *   <li>A check that cannot tell ({@code connecting}) does not outweigh a send that worked since
 *       the check before.
 * </ul>
 */
final class ActionStatus {

  private static final Logger log = LoggerFactory.getLogger(ActionStatus.class);

  private static final int FAILURES_TO_CONNECTING = 2;
  private static final int FAILURES_TO_DISCONNECTED = 5;

  private final String name;
  private final Runnable opened;
  private Health health;
  private boolean sendWorked;
  private volatile boolean open;

  /**
   * @param name for the log
   * @param first {@code disconnected} holds the action from the start
   * @param opened called, without locks held, when a held action may send again
   */
  ActionStatus(String name, Health first, Runnable opened) {
    this.name = name;
    this.health = first;
    this.open = first.status() != ResourceStatus.DISCONNECTED;
    this.opened = opened;
  }

  /** False while the action is held. */
  boolean isOpen() {
    return open;
  }

  synchronized Health health() {
    return health;
  }

  void checked(Health found) {
    boolean reopened;
    synchronized (this) {
      if (found.status() != ResourceStatus.CONNECTING || !sendWorked) {
        become(found);
      }
      sendWorked = false;
      reopened = !open && found.status() != ResourceStatus.DISCONNECTED;
      open |= reopened;
    }
    if (reopened) {
      opened.run();
    }
  }

  void answered(BatchOutcome outcome, int failuresInRow) {
    switch (outcome) {
      case BatchOutcome.PerRecord _, BatchOutcome.Invalid _ -> worked();
      case BatchOutcome.RetryAll(String code, String why, var _) ->
          failed(failuresInRow, why + " (" + code + ")");
      case BatchOutcome.Hold(String code, String whatToDo) -> hold(whatToDo + " (" + code + ")");
    }
  }

  /** A late success of another lane does not end a hold; the next check does. */
  private synchronized void worked() {
    sendWorked = true;
    if (open) {
      become(Health.CONNECTED);
    }
  }

  private synchronized void failed(int failuresInRow, String reason) {
    if (!open || failuresInRow < FAILURES_TO_CONNECTING) {
      return;
    }
    become(
        failuresInRow < FAILURES_TO_DISCONNECTED
            ? Health.connecting(reason)
            : Health.disconnected(reason));
  }

  private synchronized void hold(String reason) {
    open = false;
    become(Health.disconnected(reason));
  }

  private void become(Health next) {
    if (next.status() != health.status()) {
      if (next.status() == ResourceStatus.CONNECTED) {
        log.info("{} is connected", name);
      } else {
        log.warn("{} is {}: {}", name, next.status().text(), next.reason());
      }
    }
    health = next;
  }
}
