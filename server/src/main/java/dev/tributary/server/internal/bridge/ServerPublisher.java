package dev.tributary.server.internal.bridge;

import dev.tributary.broker.Broker;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.PublishHandler;
import dev.tributary.broker.Sender;
import dev.tributary.management.MessagePublisher;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes what comes by REST, and what the server says of itself: to the rules first, then to
 * subscribers, as it is with messages of clients. Any thread.
 */
public final class ServerPublisher implements MessagePublisher {

  /** Whom rules see as the client of what the server says of itself, as in the original. */
  private static final String SERVER = "tributary_sys";

  private final Broker broker;
  private final PublishHandler rules;
  private final MessageIds ids;
  private final InstantSource clock;

  public ServerPublisher(Broker broker, PublishHandler rules, MessageIds ids, InstantSource clock) {
    this.broker = broker;
    this.rules = rules;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Result> publish(Publication it) {
    Message message =
        message(CLIENT_ID, it.topic(), it.payload(), it.qos(), it.retain(), it.properties());
    boolean heard = broker.subscriptions().matching(it.topic()).findAny().isPresent();
    var custody = new AwaitedCustody(new Result.Published(message.id().toString(), heard));
    publish(message, custody);
    custody.routed();
    return custody.result();
  }

  /** What the server says of itself, QoS 0: nobody waits for it. */
  public void say(String topic, byte[] payload, boolean retain) {
    publish(message(SERVER, topic, payload, 0, retain, PublishProperties.NONE), Custody.NOBODY);
  }

  private void publish(Message message, Custody custody) {
    rules.onPublish(message, custody);
    broker.publish(message, custody);
  }

  private Message message(
      String sender,
      String topic,
      byte[] payload,
      int qos,
      boolean retain,
      PublishProperties properties) {
    long now = clock.millis();
    return new Message(
        ids.next(now),
        topic,
        payload,
        qos,
        retain,
        false,
        new Sender.Server(sender, null),
        properties,
        now);
  }
}
