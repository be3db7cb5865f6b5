package dev.tributary.broker.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEvent.Access;
import dev.tributary.broker.BrokerEvent.DeliveryDropReason;
import dev.tributary.broker.BrokerEvent.MessageDropReason;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.protocol.Reason;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventDoorTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1));
  private static final BrokerEvent.SubscriptionOptions OPTIONS =
      new BrokerEvent.SubscriptionOptions(0, false, false, 0, 0);
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final ClientInfo CLIENT =
      new ClientInfo(
          "c",
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
          new HandlerSlot());
  private static final Message MESSAGE =
      new Message(
          new MessageId(0, 0),
          "t",
          new byte[0],
          0,
          false,
          false,
          new Sender.Client(CLIENT),
          PublishProperties.NONE,
          0);
  private static final Delivery DELIVERY = new Delivery(MESSAGE, 0, false, 0);

  @Test
  void everyKindIsToldToWhoWantsIt() {
    List<BrokerEventType> told = new ArrayList<>();
    all(new EventDoor(event -> told.add(event.type()), CLOCK));
    assertThat(told).containsExactlyInAnyOrder(BrokerEventType.values());
  }

  @Test
  void whatNobodyWantsAllocatesNothing() {
    EventDoor door = new EventDoor(BrokerEvents.NONE, CLOCK);
    repeat(door, 1_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    repeat(door, 10_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void aListenerThatFailsHarmsNobody() {
    EventDoor door =
        new EventDoor(
            event -> {
              throw new IllegalStateException("listener");
            },
            CLOCK);
    assertThatCode(() -> all(door)).doesNotThrowAnyException();
  }

  @Test
  void whatIsWantedMayChange() {
    List<BrokerEvent> told = new ArrayList<>();
    boolean[] wanted = {false};
    EventDoor door =
        new EventDoor(
            new BrokerEvents() {
              @Override
              public boolean wants(BrokerEventType type) {
                return wanted[0];
              }

              @Override
              public void on(BrokerEvent event) {
                told.add(event);
              }
            },
            CLOCK);
    door.ping(CLIENT);
    wanted[0] = true;
    door.ping(CLIENT);
    assertThat(told).containsExactly(new BrokerEvent.ClientPing(CLIENT, 1));
  }

  private static void repeat(EventDoor door, int times) {
    for (int i = 0; i < times; i++) {
      all(door);
    }
  }

  private static void all(EventDoor door) {
    door.authenticated(CLIENT, 0, false, false);
    door.authorized(CLIENT, Access.PUBLISH, "t");
    door.connected(CLIENT, false);
    door.connack(CLIENT, 0);
    door.connectionRefused("c", PEER, "tcp:default", Reason.MALFORMED_PACKET, "");
    door.packetRejected(CLIENT, PEER, "tcp:default", Reason.MALFORMED_PACKET, "");
    door.disconnected(CLIENT, "normal", 0, "", PacketProperties.NONE);
    door.ping(CLIENT);
    door.subscribed(CLIENT, "t", OPTIONS, PacketProperties.NONE);
    door.unsubscribed(CLIENT, "t", 0, PacketProperties.NONE);
    door.delivered(CLIENT, DELIVERY, false);
    door.acked(CLIENT, DELIVERY, PacketProperties.NONE);
    door.messageDropped(MESSAGE, MessageDropReason.NO_SUBSCRIBERS);
    door.deliveryDropped(CLIENT, DELIVERY, DeliveryDropReason.EXPIRED);
  }
}
