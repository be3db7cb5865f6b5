package dev.tributary.server.internal.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SysTopicsTest {

  private final SysTopics topics = new SysTopics("n@h");

  @ParameterizedTest
  @CsvSource({
    "c1,$SYS/brokers/n@h/clients/c1/connected",
    "a/b,$SYS/brokers/n@h/clients/a/b/connected",
    "+,$SYS/brokers/n@h/clients/%2B/connected",
    "x#y,$SYS/brokers/n@h/clients/x%23y/connected"
  })
  void ofAClient(String clientId, String topic) {
    assertThat(topics.ofClient(clientId, "connected")).isEqualTo(topic);
  }

  @Test // [MQTT-4.7.3-3]
  void aTopicIsNeverLongerThanATopicMayBe() {
    String prefix = "$SYS/brokers/n@h/clients/";
    int room = 65_535 - prefix.length() - "/connected".length();

    assertThat(topics.ofClient("c".repeat(room), "connected")).hasSize(65_535);
    assertThat(topics.ofClient("c".repeat(room + 1), "connected")).isEmpty();
    assertThat(topics.ofClient("é".repeat(room / 2 + 1), "connected")).isEmpty();
  }

  @Test
  void figuresAreBelowTheirGroup() {
    assertThat(topics.figure("metrics", "packets.connect.received"))
        .isEqualTo("$SYS/brokers/n@h/metrics/packets/connect/received");
  }
}
