package dev.tributary.server.internal.cli.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KinesisPlaceTest {

  private static final URI THERE = URI.create("http://kinesis:4566");

  private static KinesisPlace of(Map<String, String> environment) {
    return of(null, null, null, environment);
  }

  private static KinesisPlace of(
      @Nullable URI endpoint,
      @Nullable String region,
      @Nullable String profile,
      Map<String, String> environment) {
    return KinesisPlace.of(endpoint, region, profile, environment);
  }

  @Test
  void withoutAnythingItIsTheLocalOne() {
    assertThat(of(Map.of())).isEqualTo(new KinesisPlace(KinesisPlace.LOCAL, "us-east-1", null));
    // What the AWS CLI is told for the local one must not lead others to AWS.
    assertThat(of(Map.of("AWS_DEFAULT_REGION", "eu-west-1", "AWS_ACCESS_KEY_ID", "local")))
        .isEqualTo(new KinesisPlace(KinesisPlace.LOCAL, "us-east-1", null));
  }

  @Test
  void aRegionOrProfileMeansAws() {
    assertThat(of(null, "eu-west-1", null, Map.of()))
        .isEqualTo(new KinesisPlace(null, "eu-west-1", null));
    assertThat(of(Map.of("AWS_REGION", "eu-west-1")))
        .isEqualTo(new KinesisPlace(null, "eu-west-1", null));
    assertThat(of(null, null, "work", Map.of())).isEqualTo(new KinesisPlace(null, null, "work"));
    assertThat(of(Map.of("AWS_PROFILE", "work", "AWS_DEFAULT_REGION", "eu-west-1")))
        .isEqualTo(new KinesisPlace(null, "eu-west-1", "work"));
    assertThat(of(null, "eu-west-1", "work", Map.of()).text())
        .isEqualTo("AWS eu-west-1 (profile work)");
  }

  @Test
  void anEndpointIsTakenFromTheMostSpecificPlace() {
    var all =
        Map.of("AWS_ENDPOINT_URL", "http://all:1", "AWS_ENDPOINT_URL_KINESIS", "http://one:2");
    assertThat(of(THERE, null, null, all).endpoint()).isEqualTo(THERE);
    assertThat(of(all).endpoint()).isEqualTo(URI.create("http://one:2"));
    assertThat(of(Map.of("AWS_ENDPOINT_URL", "http://all:1")).endpoint())
        .isEqualTo(URI.create("http://all:1"));
    assertThat(
            of(
                Map.of(
                    "AWS_ENDPOINT_URL",
                    "http://all:1",
                    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                    "true")))
        .isEqualTo(new KinesisPlace(KinesisPlace.LOCAL, "us-east-1", null));
  }

  @Test
  void theRegionOfAnAwsEndpointIsInItsName() {
    assertThat(
            of(URI.create("https://kinesis.eu-central-1.amazonaws.com"), null, null, Map.of())
                .region())
        .isEqualTo("eu-central-1");
    assertThat(of(THERE, null, null, Map.of()).region()).isEqualTo("us-east-1");
    assertThat(of(THERE, null, null, Map.of("AWS_REGION", "eu-west-1")).region())
        .isEqualTo("eu-west-1");
  }

  @Test
  void onlyThisMachineIsLocal() {
    for (String url :
        new String[] {"http://localhost:1", "http://127.0.0.2:1", "https://[::1]:1"}) {
      assertThat(of(URI.create(url), null, null, Map.of()).isLoopback()).as(url).isTrue();
    }
    assertThat(of(THERE, null, null, Map.of()).isLoopback()).isFalse();
    assertThat(of(Map.of("AWS_REGION", "eu-west-1")).isLoopback()).isFalse();
  }
}
