package dev.tributary.server.internal.bridge;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.HandlerSlot;
import dev.tributary.broker.Sender;
import dev.tributary.rule.engine.Lineage;
import dev.tributary.rule.engine.Publisher;

/** Clients and other senders as rules see them. Any thread. */
final class Publishers {

  private Publishers() {}

  /** Made once per connection, with the dictionary that its rules share. */
  static Publisher of(ClientInfo client) {
    HandlerSlot slot = client.slot();
    Object known = slot.content();
    return (Publisher)
        (known != null
            ? known
            : slot.putIfAbsent(
                new Publisher(
                    client.clientId(),
                    client.username(),
                    client.peer(),
                    new ConnectionDictionary())));
  }

  static Publisher of(Sender sender) {
    return switch (sender) {
      case Sender.Client(ClientInfo client) -> of(client);
      // The original shows no address here: nobody is connected any more.
      case Sender.Will(ClientInfo gone) -> new Publisher(gone.clientId(), gone.username(), null);
      case Sender.Server server -> new Publisher(server.name(), null, null);
    };
  }

  /** Which rules made the message. */
  static Lineage lineage(Sender sender) {
    return sender instanceof Sender.Server(String _, Lineage lineage) ? lineage : Lineage.NONE;
  }
}
