package dev.tributary.management;

import dev.tributary.broker.Ban;
import dev.tributary.broker.Broker;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.BrokerMetrics;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.MessageId;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PublishHandler;
import dev.tributary.broker.Sender;
import dev.tributary.management.MessagePublisher.Publication;
import dev.tributary.management.MessagePublisher.Result;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A broker that holds what tests put into it. */
final class FakeBroker {

  final FakeClients clients = new FakeClients();
  final FakeRetained retained = new FakeRetained();
  final FakeListeners listeners = new FakeListeners();
  final List<Publication> published = new CopyOnWriteArrayList<>();
  private final AtomicLong ids = new AtomicLong(1);
  volatile Collection<Ban> bans = List.of();

  /** What the next publishes get; null lets them through. */
  volatile Result.Refused refusal;

  BrokerDoors doors(Path data, InstantSource clock) throws DefinitionStoreException {
    return new BrokerDoors(
        clients,
        clients.asSubscriptions(),
        retained,
        listeners,
        new ListenerDefinitions(data, data),
        BannedClients.open(data, list -> bans = List.copyOf(list), clock),
        this::publish,
        Integer.MAX_VALUE);
  }

  /** The counters of a broker that nobody has started. */
  static BrokerMetrics metrics() {
    return new Broker(
            BrokerSettings.of(List.of(), MqttLimits.defaults()),
            PublishHandler.NONE,
            BrokerEvents.NONE,
            InstantSource.system())
        .metrics();
  }

  private CompletableFuture<Result> publish(Publication publication) {
    if (refusal != null) {
      return CompletableFuture.completedFuture(refusal);
    }
    published.add(publication);
    MessageId id = new MessageId(ids.getAndIncrement(), 7);
    if (publication.retain()) {
      retained.put(
          message(id, publication.topic(), publication.payload(), publication.qos(), "http_api"));
    }
    boolean subscribed =
        clients.asSubscriptions().matching(publication.topic()).findAny().isPresent();
    return CompletableFuture.completedFuture(new Result.Published(id.toString(), subscribed));
  }

  static Message message(MessageId id, String topic, byte[] payload, int qos, String server) {
    return new Message(
        id,
        topic,
        payload,
        qos,
        true,
        false,
        new Sender.Server(server, null),
        Message.PublishProperties.NONE,
        FakeClients.SINCE);
  }
}
