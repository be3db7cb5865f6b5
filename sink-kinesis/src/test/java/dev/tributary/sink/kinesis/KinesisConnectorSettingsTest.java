package dev.tributary.sink.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KinesisConnectorSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:4566",
        "ftp://host",
        "http://",
        "http://a b",
        "http://h/path",
        "http://u:p@h",
        "12"
      })
  void endpointsThatAreNone(String endpoint) {
    assertThatThrownBy(() -> settings(endpoint, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("endpoint is '")
        .hasMessageContaining("http[s]://host[:port]");
  }

  @Test
  void halfOfTheCredentials() {
    assertThatThrownBy(() -> new KinesisConnectorSettings("http://h", null, "id", null, null, 2, 8))
        .hasMessageContaining("aws_secret_access_key is missing");
    assertThatThrownBy(() -> new KinesisConnectorSettings("http://h", null, null, null, "t", 2, 8))
        .hasMessageContaining("session_token");
  }

  @Test
  void secretsStayOutOfTexts() {
    String text =
        new KinesisConnectorSettings("http://h", null, "id", "s3cret", "t0ken", 2, 8).toString();
    assertThat(text).doesNotContain("s3cret").doesNotContain("t0ken");
  }

  @ParameterizedTest
  @CsvSource({
    "https://kinesis.eu-west-1.amazonaws.com, eu-west-1",
    "https://kinesis-fips.us-gov-west-1.amazonaws.com, us-gov-west-1",
    "https://kinesis.cn-north-1.amazonaws.com.cn, cn-north-1",
    "https://kinesis.eu-west-1.api.aws, eu-west-1",
    "https://vpce-0a-1b.kinesis.eu-west-1.vpce.amazonaws.com, eu-west-1",
    "http://localhost:4566, us-east-1",
    "https://proxy.example.com, us-east-1",
    "https://kinesis.eu-west-1.amazonaws.com.example.com, us-east-1",
  })
  void regionOfEndpoint(String endpoint, String region) {
    assertThat(RegionChoice.choose(EndpointSettings.of(endpoint), () -> null)).isEqualTo(region);
  }

  @Test
  void settingBeforeEndpointBeforeEnvironment() {
    EndpointSettings aws = EndpointSettings.of("https://kinesis.eu-west-1.amazonaws.com");
    EndpointSettings local = EndpointSettings.of("http://localhost:4566");
    EndpointSettings given = new EndpointSettings(aws.endpoint(), "ap-south-1", false, false);
    assertThat(RegionChoice.choose(given, () -> "x")).isEqualTo("ap-south-1");
    assertThat(RegionChoice.choose(aws, () -> "x")).isEqualTo("eu-west-1");
    assertThat(RegionChoice.choose(local, () -> "sa-east-1")).isEqualTo("sa-east-1");
  }

  private static KinesisConnectorSettings settings(String endpoint, String region) {
    return new KinesisConnectorSettings(endpoint, region, "id", "secret", null, 2, 8);
  }
}
