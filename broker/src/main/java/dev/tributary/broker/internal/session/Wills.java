package dev.tributary.broker.internal.session;

import dev.tributary.broker.BrokerEvent.Access;
import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.PublishHandler;
import dev.tributary.broker.Sender;
import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.broker.internal.metrics.Observer;
import dev.tributary.broker.internal.protocol.Will;
import dev.tributary.broker.internal.routing.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what clients have left behind, as they would have done themselves. Any loop. */
public final class Wills {

  private static final Logger LOG = LoggerFactory.getLogger(Wills.class);

  private final PublishHandler handler;
  private final Router router;
  private final Observer observer;

  public Wills(PublishHandler handler, Router router, Observer observer) {
    this.handler = handler;
    this.router = router;
    this.observer = observer;
  }

  /** On the loop of {@code home}. */
  void publish(ClientInfo client, Will will, LoopHome home, Custody custody) {
    long now = observer.nowMillis();
    Message message =
        new Message(
            home.nextMessageId(now),
            will.topic(),
            will.payload(),
            will.qos(),
            will.retain(),
            false,
            new Sender.Will(client),
            will.properties(),
            now);
    observer.count(Metric.PUBLISHED_WILL);
    observer.authorized(client, Access.PUBLISH, will.topic());
    try {
      handler.onPublish(message, custody);
    } catch (RuntimeException e) {
      LOG.error("the will of client {} was not handed over", client.clientId(), e);
    }
    router.route(message, custody);
  }
}
