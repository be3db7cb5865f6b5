package dev.tributary.acceptance.clients;

import com.hivemq.client.mqtt.MqttClientBuilderBase;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the two forms of HiveMQ's client have in common. */
final class HiveMq {
  static final long PATIENCE_SECONDS = 60;

  private HiveMq() {}

  static <B extends MqttClientBuilderBase<B>> B at(B builder, Endpoint endpoint) {
    B at = builder.serverHost(endpoint.host()).serverPort(endpoint.port());
    if (endpoint.transport().isSecured()) {
      MqttClientSslConfigBuilder tls =
          MqttClientSslConfig.builder()
              .trustManagerFactory(endpoint.tls().trust())
              .handshakeTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
      endpoint
          .tls()
          .keys()
          .ifPresent(value -> {
            var _ = tls.keyManagerFactory(value);
          });
      at = at.sslConfig(tls.build());
    }
    return endpoint.transport().isWebSocket()
        ? at.webSocketConfig(
            MqttWebSocketConfig.builder()
                .serverPath("mqtt")
                .handshakeTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .build())
        : at;
  }

  static MqttQos qos(int qos) {
    return MqttQos.fromCode(qos);
  }

  static <T> T await(CompletableFuture<T> answer) {
    return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /**
   * Ends whatever is left of a connection: the server, or a cut line, may end it at the same
   * moment, and then the client's parting word fails.
   */
  static void end(CompletableFuture<Void> parting) {
    var _ = await(parting.handle((_, _) -> true));
  }
}
