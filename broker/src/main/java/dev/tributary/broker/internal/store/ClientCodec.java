package dev.tributary.broker.internal.store;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.PacketProperties;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** A client without what only its connection needs. */
final class ClientCodec {

  private static final int PORT_MAX = 0xFFFF;
  private static final int UNRESOLVED = 0;

  private ClientCodec() {}

  static void write(RecordWriter to, ClientInfo client) {
    to.text(client.clientId())
        .textOrNull(client.username())
        .oneByte(client.protocolVersion())
        .oneByte(client.cleanStart() ? 1 : 0)
        .number(client.keepAliveSeconds())
        .number(client.sessionExpirySeconds())
        .number(client.receiveMaximum());
    address(to, client.peer());
    address(to, client.local());
    to.text(client.listener()).fixed(client.connectedAtMillis());
  }

  static ClientInfo read(RecordReader from) throws DamagedRecordException {
    return new ClientInfo(
        from.text("client identifier"),
        from.textOrNull("user name"),
        from.oneByte("protocol version"),
        from.oneByte(1, "clean start") == 1,
        from.number(0, Integer.MAX_VALUE, "keep alive"),
        from.number("session expiry of the client"),
        from.number(0, Integer.MAX_VALUE, "receive maximum"),
        PacketProperties.NONE,
        address(from, "peer"),
        address(from, "local address"),
        from.text("listener"),
        from.fixed("time of connection"),
        new HandlerSlot());
  }

  /** The length of the address, or 0 and a name. */
  private static void address(RecordWriter to, InetSocketAddress address) {
    InetAddress resolved = address.getAddress();
    if (resolved == null) {
      to.oneByte(UNRESOLVED).text(address.getHostString());
    } else {
      to.bytes(resolved.getAddress());
    }
    to.number(address.getPort());
  }

  private static InetSocketAddress address(RecordReader from, String field)
      throws DamagedRecordException {
    byte[] address = from.bytes(field);
    if (address.length == UNRESOLVED) {
      String host = from.text(field);
      return InetSocketAddress.createUnresolved(host, from.number(0, PORT_MAX, field));
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(address), from.number(0, PORT_MAX, field));
    } catch (UnknownHostException e) {
      throw new DamagedRecordException(field + " has " + address.length + " bytes", e);
    }
  }
}
