package dev.tributary.broker.internal.session;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Delivery;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.PacketProperties;
import dev.tributary.broker.internal.protocol.ConnectTerms;
import dev.tributary.broker.internal.protocol.Reason;
import dev.tributary.broker.internal.protocol.Will;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a client, without a socket: what is sent to it is told as short words. */
final class FakeClient implements Outlet, Arrival {

  private static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1883);

  private final LoopHome home;
  private final ClientInfo info;
  private final ConnectTerms terms;

  /** {@code P1 text}, {@code P1 text dup}, {@code R1}: PUBLISH and PUBREL with identifiers. */
  final List<String> sent = new ArrayList<>();

  @Nullable Session session;
  @Nullable Boolean present;
  @Nullable Reason closedBecause;
  boolean writable = true;
  boolean takesNothing;
  int keepAlive = 60;
  int flushed;

  /** How a client connects. */
  record How(
      String clientId,
      int version,
      boolean clean,
      long expirySeconds,
      int receiveMaximum,
      @Nullable Will will) {

    static How staying(String clientId) {
      return new How(clientId, 5, false, 1_000, 32, null);
    }

    How cleanStart() {
      return new How(clientId, version, true, expirySeconds, receiveMaximum, will);
    }

    How expiry(long seconds) {
      return new How(clientId, version, clean, seconds, receiveMaximum, will);
    }

    How window(int max) {
      return new How(clientId, version, clean, expirySeconds, max, will);
    }

    How leaving(Will left) {
      return new How(clientId, version, clean, expirySeconds, receiveMaximum, left);
    }

    How version(int number) {
      return new How(clientId, number, clean, expirySeconds, receiveMaximum, will);
    }
  }

  FakeClient(SessionWorld world, LoopHome home, How how) {
    this.home = home;
    this.info =
        new ClientInfo(
            how.clientId,
            null,
            how.version,
            how.clean,
            60,
            how.expirySeconds,
            how.receiveMaximum,
            PacketProperties.NONE,
            ADDRESS,
            ADDRESS,
            "tcp:default",
            world.nowMillis(),
            new HandlerSlot());
    this.terms =
        new ConnectTerms(
            how.expirySeconds,
            false,
            how.receiveMaximum,
            ConnectTerms.PACKET_BYTES_ANY,
            0,
            true,
            false,
            false,
            null,
            how.will);
  }

  boolean isConnected() {
    return session != null && closedBecause == null;
  }

  Session session() {
    if (session == null) {
      throw new AssertionError("not connected");
    }
    return session;
  }

  List<String> takeSent() {
    List<String> all = List.copyOf(sent);
    sent.clear();
    return all;
  }

  // Arrival

  @Override
  public boolean isGone() {
    return closedBecause != null;
  }

  @Override
  public ClientInfo client() {
    return info;
  }

  @Override
  public LoopHome home() {
    return home;
  }

  @Override
  public void opened(Session opened, boolean wasThere) {
    session = opened;
    present = wasThere;
    opened.attach(this, terms);
  }

  @Override
  public void refused(Reason reason, String detail) {
    closedBecause = reason;
  }

  // Outlet

  @Override
  public boolean isWritable() {
    return writable && closedBecause == null;
  }

  @Override
  public boolean publish(Delivery delivery, int packetId, boolean dup) {
    if (takesNothing) {
      return false;
    }
    String text = Messages.text(delivery.message());
    sent.add("P" + packetId + " " + text + (dup ? " dup" : ""));
    return true;
  }

  @Override
  public void release(int packetId, int reasonCode) {
    sent.add("R" + packetId);
  }

  @Override
  public void flush() {
    flushed = sent.size();
  }

  @Override
  public WireCount wire() {
    return WireCount.NOTHING;
  }

  @Override
  public int keepAliveSeconds() {
    return keepAlive;
  }

  @Override
  public void keepAlive(int seconds) {
    keepAlive = seconds;
  }

  @Override
  public void close(Reason reason, String detail) {
    close(reason, terms.sessionExpirySeconds());
  }

  void close(Reason reason, long expirySeconds) {
    if (closedBecause == null) {
      closedBecause = reason;
      boolean due = reason != Reason.NORMAL;
      session()
          .detach(this, new Departure(home.nowNanos(), expirySeconds, due ? terms.will() : null));
    }
  }
}
