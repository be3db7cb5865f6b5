package dev.tributary.server.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Custody;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.Sender;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import dev.tributary.sink.Source;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PublishBridgeTest {

  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1883);
  private static final Message MESSAGE =
      new Message(
          new MessageId(1, 2),
          "t/1",
          "x".getBytes(StandardCharsets.UTF_8),
          1,
          false,
          false,
          new Sender.Client(
              new ClientInfo(
                  "c1",
                  null,
                  5,
                  true,
                  0,
                  0,
                  32,
                  PacketProperties.NONE,
                  PEER,
                  PEER,
                  "tcp:default",
                  0,
                  new HandlerSlot())),
          Message.PublishProperties.NONE,
          7);

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
