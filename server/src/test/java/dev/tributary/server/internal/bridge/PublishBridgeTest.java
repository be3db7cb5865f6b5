package dev.tributary.server.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.Sender;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import dev.tributary.sink.Source;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PublishBridgeTest {

  private static final Message MESSAGE =
      Clients.message("t/1", new Sender.Client(Clients.client("c1")));

  private final FakeCustody custody = new FakeCustody();

  @Test
  void theRecordKnowsWhereItComesFrom() throws Exception {
    FakeAction action = publish(Receipt::held);
    assertThat(action.records.getFirst().source()).isEqualTo(new Source("all", "t/1", "c1"));
    assertThat(custody.calls).containsExactly("defer", "release");
  }

  @Test // MQTT 5, 3.4.2.1
  void eachRefusalHasItsReasonCode() throws Exception {
    publish(receipt -> receipt.refused(Refusal.QUOTA_EXCEEDED, "full"));
    publish(receipt -> receipt.refused(Refusal.NOT_DELIVERED, "lost"));
    publish(receipt -> receipt.refused(Refusal.STOPPED, "stopped"));
    assertThat(custody.calls)
        .containsExactly("defer", "97 full", "defer", "83 lost", "defer", "80 stopped");
  }

  @Test
  void theBrokerAnswersTheSinksQuestions() throws Exception {
    List<Boolean> answers = new ArrayList<>();
    Consumer<Receipt> asking =
        receipt -> {
          answers.add(receipt.isAwaited());
          answers.add(receipt.isImpatient());
        };
    publish(asking);
    custody.awaited = true;
    custody.impatient = true;
    publish(asking);
    assertThat(answers).containsExactly(false, false, true, true);
  }

  @Test
  void whatNoRuleWantsCostsNothing() throws Exception {
    FakeAction action = new FakeAction(Receipt::held);
    PublishBridge bridge = new PublishBridge(Rules.all("all", action), Rules.NODE, () -> {});
    Message hidden = Clients.message("$weird/x", new Sender.Client(Clients.client("c1")));
    publish(bridge, hidden, 1_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    publish(bridge, hidden, 10_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    assertThat(action.records).isEmpty();
  }

  private void publish(PublishBridge bridge, Message message, int times) {
    for (int i = 0; i < times; i++) {
      bridge.onPublish(message, custody);
    }
  }

  private FakeAction publish(Consumer<Receipt> answer) throws Exception {
    FakeAction action = new FakeAction(answer);
    new PublishBridge(Rules.all("all", action), Rules.NODE, () -> {}).onPublish(MESSAGE, custody);
    return action;
  }

  private static final class FakeCustody implements Custody {
    private final List<String> calls = new ArrayList<>();
    private boolean awaited;
    private boolean impatient;

    @Override
    public void defer() {
      calls.add("defer");
    }

    @Override
    public void release() {
      calls.add("release");
    }

    @Override
    public void refuse(int reasonCode, String reason) {
      calls.add(Integer.toHexString(reasonCode) + " " + reason);
    }

    @Override
    public boolean isAwaited() {
      return awaited;
    }

    @Override
    public boolean isImpatient() {
      return impatient;
    }
  }
}
