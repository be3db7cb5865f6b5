package dev.tributary.server.internal.bridge;

import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.PublishHandler;
import dev.tributary.rule.engine.MessageEvent;
import dev.tributary.rule.engine.RuleEngine;
import dev.tributary.rule.engine.RuleMatch;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings what clients publish to the rules. Makes nothing of a message that no rule wants. On the
 * event loop of its publisher.
 */
public final class PublishBridge implements PublishHandler {

  /** Reason codes of PUBACK and PUBREC (MQTT 5, 3.4.2.1 and 3.5.2.1). */
  private static final int UNSPECIFIED_ERROR = 0x80;

  private static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;
  private static final int QUOTA_EXCEEDED = 0x97;

  private final RuleEngine rules;
  private final String nodeName;
  private final Runnable onFirst;
  private final AtomicBoolean hadFirst = new AtomicBoolean();

  /**
   * @param onFirst run once, when the first message has been handed to the rules
   */
  public PublishBridge(RuleEngine rules, String nodeName, Runnable onFirst) {
    this.rules = rules;
    this.nodeName = nodeName;
    this.onFirst = onFirst;
  }

  @Override
  public void onPublish(Message message, Custody custody) {
    RuleMatch match = rules.match(message.topic());
    if (match != null) {
      match.run(
          new MessageEvent(BrokerPublication.of(message), nodeName), new CustodyReceipt(custody));
    }
    if (!hadFirst.get() && hadFirst.compareAndSet(false, true)) {
      onFirst.run();
    }
  }

  /** The sink's word for the broker's custody. */
  private record CustodyReceipt(Custody custody) implements Receipt {
    @Override
    public void expect() {
      custody.defer();
    }

    @Override
    public void held() {
      custody.release();
    }

    @Override
    public void refused(Refusal refusal, String reason) {
      custody.refuse(code(refusal), reason);
    }

    @Override
    public boolean isAwaited() {
      return custody.isAwaited();
    }

    @Override
    public boolean isImpatient() {
      return custody.isImpatient();
    }

    private static int code(Refusal refusal) {
      return switch (refusal) {
        case QUOTA_EXCEEDED -> QUOTA_EXCEEDED;
        case NOT_DELIVERED -> IMPLEMENTATION_SPECIFIC_ERROR;
        case STOPPED -> UNSPECIFIED_ERROR;
      };
    }
  }
}
