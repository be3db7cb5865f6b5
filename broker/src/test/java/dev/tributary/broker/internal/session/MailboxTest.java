package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Custody;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.Message;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.routing.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MailboxTest {

  private static final Subscription ALL = new Subscription("#", 1, false, false, 0, 0);

  @Test
  void givesInTheOrderOfPuttingAndSaysWhenTheOwnerMustBeTold() {
    Mailbox mailbox = mailbox(10);
    assertThat(mailbox.take()).isNull();
    assertThat(mailbox.put(letter(1))).isEqualTo(Mailbox.Put.FIRST);
    assertThat(mailbox.put(letter(2))).isEqualTo(Mailbox.Put.MORE);
    assertThat(mailbox.put(letter(3))).isEqualTo(Mailbox.Put.MORE);
    assertThat(takeAll(mailbox)).containsExactly(1, 2, 3);
    assertThat(mailbox.put(letter(4))).isEqualTo(Mailbox.Put.FIRST);
    assertThat(takeAll(mailbox)).containsExactly(4);
  }

  @Test
  void aFullOneTakesNothingMoreUntilItIsEmptied() {
    Mailbox mailbox = mailbox(2);
    mailbox.put(letter(1));
    mailbox.put(letter(2));
    assertThat(mailbox.put(letter(3))).isEqualTo(Mailbox.Put.FULL);
    assertThat(takeAll(mailbox)).containsExactly(1, 2);
    assertThat(mailbox.put(letter(4))).isEqualTo(Mailbox.Put.FIRST);
  }

  @Test
  void losesNothingAndKeepsTheOrderOfEachThread() throws InterruptedException {
    int threads = 4;
    int each = 50_000;
    Mailbox mailbox = mailbox(Integer.MAX_VALUE);
    AtomicInteger told = new AtomicInteger();
    List<Thread> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int base = t * each;
      running.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  if (mailbox.put(letter(base + i)) == Mailbox.Put.FIRST) {
                    told.incrementAndGet();
                  }
                }
              }));
    }
    int[] last = {-1, -1, -1, -1};
    int taken = 0;
    int nonEmpty = 0;
    while (taken < threads * each) {
      List<Integer> some = takeAll(mailbox);
      nonEmpty += some.isEmpty() ? 0 : 1;
      taken += some.size();
      for (int number : some) {
        assertThat(number % each).isGreaterThan(last[number / each]);
        last[number / each] = number % each;
      }
    }
    for (Thread thread : running) {
      thread.join();
    }
    assertThat(told).hasValue(nonEmpty);
    assertThat(mailbox.take()).isNull();
  }

  private static Mailbox mailbox(int max) {
    return new Mailbox(() -> {}, max);
  }

  private static List<Integer> takeAll(Mailbox mailbox) {
    List<Integer> numbers = new ArrayList<>();
    for (Mailbox.Letter next = mailbox.take(); next != null; next = next.next()) {
      numbers.add((int) next.delivery().message().receivedAtMillis());
    }
    return numbers;
  }

  private static Mailbox.Letter letter(int number) {
    Message message =
        new Message(
            new Message.MessageId(0, number),
            "t",
            new byte[0],
            0,
            false,
            false,
            new Sender.Server("test", null),
            Message.PublishProperties.NONE,
            number);
    return new Mailbox.Letter(new Delivery(message, 0, false, 0), ALL, Custody.NOBODY);
  }
}
