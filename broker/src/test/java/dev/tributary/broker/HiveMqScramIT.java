package dev.tributary.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientConfig;
import com.hivemq.client.mqtt.mqtt5.auth.Mqtt5EnhancedAuthMechanism;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5Auth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5AuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5EnhancedAuth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5EnhancedAuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Enhanced authentication with a client of others' making. */
class HiveMqScramIT {

  private final TestBroker server =
      new TestBroker(
          TestBroker.settings(MqttLimits.defaults(), 0, 100),
          List.of(
              new ScramSha256(
                  _ -> Optional.of(ScramCredential.of("secret", new byte[16], 4_096, false)),
                  new byte[16],
                  4_096,
                  new Random(1))));

  @BeforeEach
  void start() throws ListenException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Mqtt5BlockingClient client(String password) {
    return MqttClient.builder()
        .serverHost("127.0.0.1")
        .serverPort(server.address().getPort())
        .useMqttVersion5()
        .enhancedAuth(new Scram256("pear", password))
        .buildBlocking();
  }

  @Test
  void theRightPasswordConnectsAndRenews() {
    Mqtt5BlockingClient client = client("secret");
    client.connect();
    client.reauth();
    client.publishWith().topic("t").payload(new byte[] {'x'}).send();
    client.disconnect();
    assertThat(server.metric("authentication.success")).isEqualTo(2);
  }

  @Test
  void theWrongPasswordIsRefused() {
    Mqtt5BlockingClient client = client("guess");
    assertThatThrownBy(client::connect)
        .isInstanceOfSatisfying(
            Mqtt5ConnAckException.class,
            no ->
                assertThat(no.getMqttMessage().getReasonCode())
                    .isEqualTo(Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD));
  }

  /** The client library knows the exchange of AUTH packets, not what is in them. */
  private static final class Scram256 implements Mqtt5EnhancedAuthMechanism {

    private final String username;
    private final String password;
    private ScramClient scram;

    private Scram256(String username, String password) {
      this.username = username;
      this.password = password;
      this.scram = new ScramClient(username, password);
    }

    @Override
    public MqttUtf8String getMethod() {
      return MqttUtf8String.of("SCRAM-SHA-256");
    }

    @Override
    public int getTimeout() {
      return 20;
    }

    @Override
    public CompletableFuture<Void> onAuth(
        Mqtt5ClientConfig config, Mqtt5Connect connect, Mqtt5EnhancedAuthBuilder builder) {
      return begin(builder);
    }

    @Override
    public CompletableFuture<Void> onReAuth(Mqtt5ClientConfig config, Mqtt5AuthBuilder builder) {
      return begin(builder);
    }

    private CompletableFuture<Void> begin(Mqtt5EnhancedAuthBuilder builder) {
      scram = new ScramClient(username, password);
      builder.data(scram.first());
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Boolean> onContinue(
        Mqtt5ClientConfig config, Mqtt5Auth auth, Mqtt5AuthBuilder builder) {
      builder.data(scram.proof(bytes(auth.getData().orElseThrow())));
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletableFuture<Boolean> onAuthSuccess(Mqtt5ClientConfig config, Mqtt5ConnAck in) {
      return accepts(in.getEnhancedAuth().flatMap(Mqtt5EnhancedAuth::getData).orElseThrow());
    }

    @Override
    public CompletableFuture<Boolean> onReAuthSuccess(Mqtt5ClientConfig config, Mqtt5Auth auth) {
      return accepts(auth.getData().orElseThrow());
    }

    private CompletableFuture<Boolean> accepts(ByteBuffer data) {
      return CompletableFuture.completedFuture(scram.accepts(bytes(data)));
    }

    private static byte[] bytes(ByteBuffer data) {
      byte[] bytes = new byte[data.remaining()];
      data.duplicate().get(bytes);
      return bytes;
    }

    @Override
    public void onAuthRejected(Mqtt5ClientConfig config, Mqtt5ConnAck connack) {
      // the test sees the exception
    }

    @Override
    public void onReAuthRejected(Mqtt5ClientConfig config, Mqtt5Disconnect disconnect) {
      // the test sees the exception
    }

    @Override
    public void onAuthError(Mqtt5ClientConfig config, Throwable cause) {
      // the test sees the exception
    }

    @Override
    public void onReAuthError(Mqtt5ClientConfig config, Throwable cause) {
      // the test sees the exception
    }
  }
}
