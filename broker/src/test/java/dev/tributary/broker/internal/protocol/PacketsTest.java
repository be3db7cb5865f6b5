package dev.tributary.broker.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacketsTest {

  /** A client may be refused for any reason while its session is still being handed over. */
  @ParameterizedTest // [MQTT-3.2.2-8]
  @EnumSource(Reason.class)
  void everyReasonHasAConnack(Reason reason) {
    MqttConnAckMessage connack = (MqttConnAckMessage) Connack.refused(reason, "why", true);
    assertThat(connack.variableHeader().connectReturnCode())
        .isNotEqualTo(MqttConnectReturnCode.CONNECTION_ACCEPTED);
  }
}
