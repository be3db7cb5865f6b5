package dev.tributary.acceptance.clients;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserPropertiesBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectRestrictions;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectRestrictionsBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5WillPublish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5WillPublishBuilder;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5SubscribeBuilder;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAck;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** HiveMQ's Java client in its form for MQTT 5. */
public final class HiveMqFiveFamily implements ClientFamily {

  @Override
  public String name() {
    return "HiveMQ client";
  }

  @Override
  public Set<Version> versions() {
    return EnumSet.of(Version.MQTT_5);
  }

  @Override
  public Client connect(Endpoint endpoint, Offer offer) {
    Mqtt5ClientBuilder builder = HiveMq.at(Mqtt5Client.builder(), endpoint);
    if (!offer.clientId().isEmpty()) {
      builder = builder.identifier(offer.clientId());
    }
    Mqtt5AsyncClient client = builder.buildAsync();
    Inbox inbox = new Inbox();
    client.publishes(MqttGlobalPublishFilter.ALL, arrived -> inbox.put(message(arrived)));
    Mqtt5ConnAck connack = HiveMq.await(client.connect(connect(offer)));
    return new Connected(client, inbox, greeting(connack));
  }

  private static Greeting greeting(Mqtt5ConnAck connack) {
    return new Greeting(
        connack.isSessionPresent(),
        connack.getAssignedClientIdentifier().map(Object::toString),
        connack.getServerKeepAlive());
  }

  private static Mqtt5Connect connect(Offer offer) {
    Mqtt5ConnectRestrictionsBuilder restrictions = Mqtt5ConnectRestrictions.builder();
    offer
        .receiveMaximum()
        .ifPresent(value -> {
          var _ = restrictions.receiveMaximum(value);
        });
    offer
        .maximumPacketSize()
        .ifPresent(value -> {
          var _ = restrictions.maximumPacketSize(value);
        });
    offer
        .topicAliasMaximum()
        .ifPresent(value -> {
          var _ = restrictions.topicAliasMaximum(value);
        });
    Mqtt5ConnectBuilder connect =
        Mqtt5Connect.builder()
            .cleanStart(offer.cleanStart())
            .keepAlive(offer.keepAlive())
            .restrictions(restrictions.build());
    offer
        .sessionExpiry()
        .ifPresent(value -> {
          var _ = connect.sessionExpiryInterval(value);
        });
    offer
        .will()
        .ifPresent(will -> {
          var _ = connect.willPublish(will(will));
        });
    return connect.build();
  }

  private static Mqtt5WillPublish will(Offer.Will will) {
    Mqtt5WillPublishBuilder.Complete built =
        Mqtt5WillPublish.builder()
            .topic(will.topic())
            .qos(HiveMq.qos(will.qos()))
            .payload(Paho.bytes(will.payload()))
            .retain(will.retain());
    will.delay()
        .ifPresent(value -> {
          var _ = built.delayInterval(value);
        });
    return built.build();
  }

  private static Message message(Mqtt5Publish from) {
    return new Message(
        from.getTopic().toString(),
        from.getPayloadAsBytes(),
        from.getQos().getCode(),
        from.isRetain(),
        new Message.Properties(
            from.getContentType().map(Object::toString).orElse(""),
            from.getResponseTopic().map(Object::toString).orElse(""),
            from.getCorrelationData().map(HiveMqFiveFamily::text).orElse(""),
            Numbers.of(from.getMessageExpiryInterval()),
            from.getUserProperties().asList().stream()
                .map(pair -> Map.entry(pair.getName().toString(), pair.getValue().toString()))
                .toList(),
            List.of()));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static Mqtt5Publish publish(Message message) {
    Message.Properties from = message.properties();
    Mqtt5UserPropertiesBuilder user = Mqtt5UserProperties.builder();
    from.user()
        .forEach(pair -> {
          var _ = user.add(pair.getKey(), pair.getValue());
        });
    Mqtt5PublishBuilder.Complete to =
        Mqtt5Publish.builder()
            .topic(message.topic())
            .payload(message.payload())
            .qos(HiveMq.qos(message.qos()))
            .retain(message.retain())
            .userProperties(user.build());
    if (!from.contentType().isEmpty()) {
      var _ = to.contentType(from.contentType());
    }
    if (!from.responseTopic().isEmpty()) {
      var _ = to.responseTopic(from.responseTopic());
    }
    if (!from.correlation().isEmpty()) {
      var _ = to.correlationData(Paho.bytes(from.correlation()));
    }
    from.expiry()
        .ifPresent(value -> {
          var _ = to.messageExpiryInterval(value);
        });
    return to.build();
  }

  private record Connected(Mqtt5AsyncClient client, Inbox inbox, Greeting greeting)
      implements Client {

    @Override
    public List<Integer> subscribe(Filter... filters) {
      Mqtt5SubscribeBuilder.Complete subscribe =
          Mqtt5Subscribe.builder()
              .addSubscriptions(Arrays.stream(filters).map(Connected::subscription));
      return client
          .subscribe(subscribe.build())
          .exceptionally(Connected::refused)
          .orTimeout(HiveMq.PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join()
          .getReasonCodes()
          .stream()
          .map(code -> code.getCode())
          .toList();
    }

    /** One code of an error, and the client throws the whole answer. */
    private static Mqtt5SubAck refused(Throwable failure) {
      if (failure instanceof Mqtt5SubAckException refusal) {
        return refusal.getMqttMessage();
      }
      throw new IllegalStateException(failure);
    }

    private static Mqtt5Subscription subscription(Filter filter) {
      return Mqtt5Subscription.builder()
          .topicFilter(filter.filter())
          .qos(HiveMq.qos(filter.qos()))
          .noLocal(filter.noLocal())
          .retainAsPublished(filter.retainAsPublished())
          .build();
    }

    @Override
    public void unsubscribe(String filter) {
      HiveMq.await(client.unsubscribeWith().topicFilter(filter).send());
    }

    @Override
    public void publish(Message message) {
      Mqtt5PublishResult result = HiveMq.await(client.publish(HiveMqFiveFamily.publish(message)));
      Optional<Throwable> failure = result.getError();
      if (failure.isPresent()) {
        throw new IllegalStateException(failure.get());
      }
    }

    @Override
    public Message next() {
      return inbox.next();
    }

    @Override
    public void disconnect() {
      HiveMq.await(client.disconnect());
    }

    @Override
    public void close() {
      HiveMq.end(client.disconnect());
    }
  }

  @Override
  public Optional<String> without(Ability ability) {
    return ability == Ability.SUBSCRIPTION_IDENTIFIERS
        ? Optional.of("HiveMQ's client uses subscription identifiers for itself")
        : Optional.empty();
  }
}
