package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.session.OutboundWindow.Inflight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundWindowTest {

  private static Inflight sent(OutboundWindow window, int qos, long position) {
    window.begin(Messages.stored(position, "t", qos));
    Inflight next = window.pollUnsent();
    assertThat(next).isNotNull();
    next.sentAt(0);
    return next;
  }

  private static List<Integer> unsent(OutboundWindow window) {
    List<Integer> all = new ArrayList<>();
    for (Inflight next = window.pollUnsent(); next != null; next = window.pollUnsent()) {
      all.add(next.packetId());
    }
    return all;
  }

  @Test // [MQTT-3.3.4-9]
  void hasNoRoomBeyondTheWindowUntilOneEnds() {
    OutboundWindow window = new OutboundWindow(2);
    sent(window, 1, 1);
    Inflight second = sent(window, 1, 2);
    assertThat(window.hasRoom()).isFalse();
    window.end(second);
    window.end(second);
    assertThat(window.hasRoom()).isTrue();
    assertThat(sent(window, 1, 3).packetId()).isEqualTo(3);
    assertThat(window.size()).isEqualTo(2);
  }

  @Test // [MQTT-4.4.0-1], [MQTT-4.6.0-1], [MQTT-3.3.4-9]
  void sendsAgainInOrderWithinASmallerWindow() {
    OutboundWindow window = new OutboundWindow(5);
    Inflight first = sent(window, 2, 1);
    sent(window, 2, 2);
    sent(window, 2, 3);
    first.release();
    window.resume(2);
    assertThat(unsent(window)).containsExactly(1, 2);
    window.end(first);
    assertThat(unsent(window)).containsExactly(3);
    assertThat(window.hasRoom()).isFalse();
  }

  @Test
  void anAcknowledgementMayComeBeforeTheRepetition() {
    OutboundWindow window = new OutboundWindow(1);
    Inflight only = sent(window, 1, 1);
    window.resume(1);
    window.end(only);
    assertThat(unsent(window)).isEmpty();
    assertThat(window.hasRoom()).isTrue();
  }

  @Test
  void whatIsHeldHoldsThoseAfterIt() {
    OutboundWindow window = new OutboundWindow(5);
    Inflight held = window.begin(Messages.stored(1, "t", 2));
    held.hold(true);
    window.begin(Messages.stored(2, "t", 1));
    assertThat(unsent(window)).isEmpty();
    held.hold(false);
    assertThat(unsent(window)).containsExactly(1, 2);
  }

  @Test // [MQTT-2.2.1-4]
  void packetIdentifiersInUseAreSkippedAndZeroIsNeverUsed() {
    OutboundWindow window = new OutboundWindow(2);
    sent(window, 1, 0);
    for (int i = 1; i < 70_000; i++) {
      Inflight each = sent(window, 1, i);
      assertThat(each.packetId()).isBetween(2, 65_535);
      window.end(each);
    }
  }

  @Test
  void whatWasSentBeforeTheStartKeepsItsIdentifier() {
    OutboundWindow window = new OutboundWindow(5);
    window.restore(65_535, false, Messages.stored(1, "t", 1));
    window.restore(7, true, Messages.stored(2, "t", 2));
    window.resume(5);
    assertThat(unsent(window)).containsExactly(65_535, 7);
    assertThat(window.find(7).isReleased()).isTrue();
    assertThat(window.find(65_535).wasSent()).isTrue();
    assertThat(sent(window, 1, 3).packetId()).isEqualTo(8);
  }
}
