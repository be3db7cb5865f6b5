package dev.tributary.acceptance.clients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho's Java client for MQTT 3. */
public final class PahoThreeFamily implements ClientFamily {

  @Override
  public String name() {
    return "Paho Java v3";
  }

  @Override
  public Set<Version> versions() {
    return EnumSet.of(Version.MQTT_3_1, Version.MQTT_3_1_1);
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
      return new Connected(client, inbox, Greeting.of(connected.getSessionPresent()));
    } catch (MqttException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MqttConnectOptions options(Endpoint endpoint, Offer offer) {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(offer.version().level());
    options.setCleanSession(offer.cleanStart());
    options.setKeepAliveInterval(offer.keepAlive());
    if (endpoint.transport().isSecured()) {
      options.setSocketFactory(endpoint.tls().context().getSocketFactory());
    }
    offer
        .will()
        .ifPresent(will ->
            options.setWill(will.topic(), Paho.bytes(will.payload()), will.qos(), will.retain()));
    return options;
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
              Message.Properties.NONE));
    }

    @Override
    public void connectionLost(Throwable cause) {}

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
  }

  private record Connected(MqttAsyncClient client, Inbox inbox, Greeting greeting)
      implements Client {

    @Override
    public List<Integer> subscribe(Filter... filters) {
      String[] names = Arrays.stream(filters).map(Filter::filter).toArray(String[]::new);
      int[] qos = Arrays.stream(filters).mapToInt(Filter::qos).toArray();
      List<Integer> codes = new ArrayList<>();
      Paho.await(() -> {
        IMqttToken token = client.subscribe(names, qos);
        token.waitForCompletion(Paho.PATIENCE_MILLIS);
        Arrays.stream(token.getGrantedQos()).forEach(codes::add);
      });
      return codes;
    }

    @Override
    public void unsubscribe(String filter) {
      Paho.await(() -> client.unsubscribe(filter).waitForCompletion(Paho.PATIENCE_MILLIS));
    }

    @Override
    public void publish(Message message) {
      Paho.await(() ->
          client
              .publish(message.topic(), message.payload(), message.qos(), message.retain())
              .waitForCompletion(Paho.PATIENCE_MILLIS));
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

  @Override
  public Optional<String> without(Ability ability) {
    return ability == Ability.NO_CLIENT_ID
        ? Optional.of("MQTT 3 has no assigned client identifier to show")
        : Optional.empty();
  }
}
