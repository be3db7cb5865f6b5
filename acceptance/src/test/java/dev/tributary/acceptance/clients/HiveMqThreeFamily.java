package dev.tributary.acceptance.clients;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAck;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** HiveMQ's Java client in its form for MQTT 3.1.1. */
public final class HiveMqThreeFamily implements ClientFamily {

  @Override
  public String name() {
    return "HiveMQ client";
  }

  @Override
  public Set<Version> versions() {
    return EnumSet.of(Version.MQTT_3_1_1);
  }

  @Override
  public Optional<String> without(Ability ability) {
    return ability == Ability.NO_CLIENT_ID
        ? Optional.of("MQTT 3 has no assigned client identifier to show")
        : Optional.empty();
  }

  @Override
  public Client connect(Endpoint endpoint, Offer offer) {
    Mqtt3AsyncClient client =
        HiveMq.at(Mqtt3Client.builder(), endpoint).identifier(offer.clientId()).buildAsync();
    Inbox inbox = new Inbox();
    client.publishes(MqttGlobalPublishFilter.ALL, arrived -> inbox.put(message(arrived)));
    Mqtt3ConnectBuilder connect =
        Mqtt3Connect.builder().cleanSession(offer.cleanStart()).keepAlive(offer.keepAlive());
    offer
        .will()
        .ifPresent(will -> {
          var _ =
              connect.willPublish(
                  Mqtt3Publish.builder()
                      .topic(will.topic())
                      .qos(HiveMq.qos(will.qos()))
                      .payload(Paho.bytes(will.payload()))
                      .retain(will.retain())
                      .build());
        });
    Mqtt3ConnAck connack = HiveMq.await(client.connect(connect.build()));
    return new Connected(client, inbox, Greeting.of(connack.isSessionPresent()));
  }

  private static Message message(Mqtt3Publish from) {
    return new Message(
        from.getTopic().toString(),
        from.getPayloadAsBytes(),
        from.getQos().getCode(),
        from.isRetain(),
        Message.Properties.NONE);
  }

  private record Connected(Mqtt3AsyncClient client, Inbox inbox, Greeting greeting)
      implements Client {

    @Override
    public List<Integer> subscribe(Filter... filters) {
      Mqtt3Subscribe subscribe =
          Mqtt3Subscribe.builder()
              .addSubscriptions(Arrays.stream(filters).map(Connected::subscription))
              .build();
      return HiveMq.await(client.subscribe(subscribe)).getReturnCodes().stream()
          .map(code -> code.getCode())
          .toList();
    }

    private static Mqtt3Subscription subscription(Filter filter) {
      MqttQos qos = HiveMq.qos(filter.qos());
      return Mqtt3Subscription.builder().topicFilter(filter.filter()).qos(qos).build();
    }

    @Override
    public void unsubscribe(String filter) {
      HiveMq.await(client.unsubscribeWith().topicFilter(filter).send());
    }

    @Override
    public void publish(Message message) {
      HiveMq.await(
          client
              .publishWith()
              .topic(message.topic())
              .payload(message.payload())
              .qos(HiveMq.qos(message.qos()))
              .retain(message.retain())
              .send());
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
}
