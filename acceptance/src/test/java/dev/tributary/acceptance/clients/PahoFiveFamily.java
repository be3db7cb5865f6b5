package dev.tributary.acceptance.clients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** Eclipse Paho's Java client for MQTT 5. */
public final class PahoFiveFamily implements ClientFamily {

  @Override
  public String name() {
    return "Paho Java v5";
  }

  @Override
  public Set<Version> versions() {
    return EnumSet.of(Version.MQTT_5);
  }

  @Override
  public Optional<String> without(Ability ability) {
    return ability == Ability.TOPIC_ALIASES
        ? Optional.of("hands on an empty topic for an alias (paho.mqtt.java issue 866)")
        : Optional.empty();
  }

  @Override
  public Client connect(Endpoint endpoint, Offer offer) {
    try {
      MqttAsyncClient client =
          new MqttAsyncClient(Paho.uri(endpoint), offer.clientId(), new MemoryPersistence());
      Inbox inbox = new Inbox();
      client.setCallback(new Arrivals(inbox));
      IMqttToken connected = client.connect(options(endpoint, offer));
      connected.waitForCompletion(Paho.PATIENCE_MILLIS);
      return new Connected(client, inbox, greeting(connected));
    } catch (MqttException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Greeting greeting(IMqttToken connected) {
    MqttProperties properties = connected.getResponseProperties();
    return new Greeting(
        connected.getSessionPresent(),
        Optional.ofNullable(properties.getAssignedClientIdentifier()),
        Numbers.of(properties.getServerKeepAlive()));
  }

  private static MqttConnectionOptions options(Endpoint endpoint, Offer offer) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(offer.cleanStart());
    options.setKeepAliveInterval(offer.keepAlive());
    options.setUseSubscriptionIdentifiers(false);
    offer.sessionExpiry().ifPresent(seconds -> options.setSessionExpiryInterval((long) seconds));
    offer.receiveMaximum().ifPresent(options::setReceiveMaximum);
    offer.maximumPacketSize().ifPresent(bytes -> options.setMaximumPacketSize((long) bytes));
    offer.topicAliasMaximum().ifPresent(options::setTopicAliasMaximum);
    if (endpoint.transport().isSecured()) {
      options.setSocketFactory(endpoint.tls().context().getSocketFactory());
    }
    if (offer.will().isPresent()) {
      Offer.Will will = offer.will().get();
      MqttProperties properties = new MqttProperties();
      will.delay().ifPresent(seconds -> properties.setWillDelayInterval((long) seconds));
      options.setWill(
          will.topic(),
          new MqttMessage(Paho.bytes(will.payload()), will.qos(), will.retain(), properties));
      options.setWillMessageProperties(properties);
    }
    return options;
  }

  private static MqttProperties properties(Message.Properties from) {
    MqttProperties to = new MqttProperties();
    if (!from.contentType().isEmpty()) {
      to.setContentType(from.contentType());
    }
    if (!from.responseTopic().isEmpty()) {
      to.setResponseTopic(from.responseTopic());
    }
    if (!from.correlation().isEmpty()) {
      to.setCorrelationData(Paho.bytes(from.correlation()));
    }
    from.expiry().ifPresent(seconds -> to.setMessageExpiryInterval((long) seconds));
    to.setUserProperties(
        from.user().stream()
            .map(pair -> new UserProperty(pair.getKey(), pair.getValue()))
            .toList());
    return to;
  }

  private static Message.Properties properties(MqttProperties from) {
    return new Message.Properties(
        Optional.ofNullable(from.getContentType()).orElse(""),
        Optional.ofNullable(from.getResponseTopic()).orElse(""),
        Optional.ofNullable(from.getCorrelationData()).map(String::new).orElse(""),
        Numbers.of(from.getMessageExpiryInterval()),
        from.getUserProperties().stream()
            .map(pair -> Map.entry(pair.getKey(), pair.getValue()))
            .toList(),
        List.copyOf(from.getSubscriptionIdentifiers()));
  }

  private record Arrivals(Inbox inbox) implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      inbox.put(
          new Message(
              topic,
              message.getPayload(),
              message.getQos(),
              message.isRetained(),
              properties(message.getProperties())));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String uri) {}

    @Override
    public void authPacketArrived(int code, MqttProperties properties) {}
  }

  private record Connected(MqttAsyncClient client, Inbox inbox, Greeting greeting)
      implements Client {

    @Override
    public List<Integer> subscribe(Filter... filters) {
      MqttSubscription[] subscriptions =
          Arrays.stream(filters).map(Connected::subscription).toArray(MqttSubscription[]::new);
      MqttProperties properties = new MqttProperties();
      filters[0].subscriptionIdentifier().ifPresent(id -> properties.setSubscriptionIdentifier(id));
      List<Integer> codes = new ArrayList<>();
      Paho.await(() -> {
        IMqttToken token = client.subscribe(subscriptions, null, null, properties);
        token.waitForCompletion(Paho.PATIENCE_MILLIS);
        Arrays.stream(token.getReasonCodes()).forEach(codes::add);
      });
      return codes;
    }

    private static MqttSubscription subscription(Filter filter) {
      MqttSubscription subscription = new MqttSubscription(filter.filter(), filter.qos());
      subscription.setNoLocal(filter.noLocal());
      subscription.setRetainAsPublished(filter.retainAsPublished());
      return subscription;
    }

    @Override
    public void unsubscribe(String filter) {
      Paho.await(() -> client.unsubscribe(filter).waitForCompletion(Paho.PATIENCE_MILLIS));
    }

    @Override
    public void publish(Message message) {
      MqttMessage out =
          new MqttMessage(
              message.payload(), message.qos(), message.retain(), properties(message.properties()));
      Paho.await(
          () -> client.publish(message.topic(), out).waitForCompletion(Paho.PATIENCE_MILLIS));
    }

    @Override
    public Message next() {
      return inbox.next();
    }

    @Override
    public void disconnect() {
      Paho.await(() -> client.disconnect().waitForCompletion(Paho.PATIENCE_MILLIS));
      close();
    }

    @Override
    public void close() {
      Paho.quietly(() -> client.disconnectForcibly(0, 0, false));
      Paho.quietly(() -> client.close(true));
    }
  }
}
