package dev.tributary.broker.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.MqttOptions;
import dev.tributary.broker.SubscriptionView;
import dev.tributary.broker.internal.session.FakeClient.How;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subscribing in the name of a client: as it could itself. */
class SessionDirectoryTest {

  private static SessionWorld world(boolean all) {
    MqttOptions from = MqttOptions.defaults();
    MqttOptions options =
        new MqttOptions(
            from.retainAvailable(),
            all,
            all,
            all,
            from.sharedStrategy(),
            from.serverKeepAliveSeconds(),
            from.upgradeQos(),
            from.ignoreLoopDeliver(),
            from.responseInformation(),
            from.messageExpiryMax(),
            from.retryInterval(),
            from.useUsernameAsClientId(),
            from.peerCertAsUsername(),
            from.peerCertAsClientId());
    return new SessionWorld(BrokerSettings.of(List.of(), MqttLimits.defaults()).with(options));
  }

  private static List<SubscriptionView> wanted(String filter, boolean noLocal) {
    return List.of(
        new SubscriptionView("s", "plain", 1, false, false, 0, 0, false),
        new SubscriptionView("s", filter, 1, noLocal, false, 0, 0, false));
  }

  @ParameterizedTest
  @CsvSource({
    "$share/g/t, there are no shared subscriptions",
    "$queue/t, there are no shared subscriptions",
    "$exclusive/t, there are no exclusive subscriptions",
    "a/+, there are no subscriptions with wildcards",
    "a/#/b, # must be the whole last level"
  })
  void whatTheSettingsForbidIsRefused(String filter, String problem) {
    SessionWorld world = world(false);
    FakeClient client = world.connected(0, How.staying("s"));
    SessionDirectory directory = new SessionDirectory(world.registry);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> directory.subscribe("s", wanted(filter, false)))
        .withMessage("topic filter '%s': %s", filter, problem);
    world.settle();
    assertThat(client.session().subscriptions().filters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"$share/g/t", "$queue/t", "$exclusive/t", "a/+"})
  void whatTheyAllowIsMade(String filter) {
    SessionWorld world = world(true);
    FakeClient client = world.connected(0, How.staying("s"));
    var made = new SessionDirectory(world.registry).subscribe("s", wanted(filter, false));
    world.settle();
    assertThat(made.join().orElseThrow()).hasSize(2);
    assertThat(client.session().subscriptions().filters()).contains("plain", filter);
  }

  @Test // [MQTT-3.8.3-4]
  void noLocalWithASharedSubscriptionIsRefused() {
    SessionWorld world = world(true);
    world.connected(0, How.staying("s"));
    SessionDirectory directory = new SessionDirectory(world.registry);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> directory.subscribe("s", wanted("$queue/t", true)))
        .withMessageContaining("No Local");
  }
}
