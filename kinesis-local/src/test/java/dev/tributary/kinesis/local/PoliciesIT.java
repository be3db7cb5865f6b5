package dev.tributary.kinesis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Resource policies of streams and consumers, through the real AWS SDK in both encodings. */
@ParameterizedClass(name = "cbor={0}")
@ValueSource(booleans = {true, false})
final class PoliciesIT extends LocalKinesisFixture {
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
  private static final String POLICY = "{\"Version\":\"2012-10-17\", \"Statement\":[]}";

  PoliciesIT(boolean cbor) {
    super(cbor);
  }

  private String policy(String arn) {
    return kinesis.getResourcePolicy(r -> r.resourceARN(arn)).policy();
  }

  @Test
  void areKeptAsTheyWerePut() {
    create(1);
    assertThat(policy(ARN)).isEqualTo("{}");
    kinesis.putResourcePolicy(r -> r.resourceARN(ARN).policy(POLICY));
    String consumer =
        kinesis
            .registerStreamConsumer(r -> r.streamARN(ARN).consumerName("c"))
            .consumer()
            .consumerARN();
    assertThat(policy(ARN)).isEqualTo(POLICY);
    assertThat(policy(consumer)).isEqualTo("{}");
    kinesis.putResourcePolicy(r -> r.resourceARN(consumer).policy(POLICY));
    kinesis.deleteResourcePolicy(r -> r.resourceARN(ARN));
    assertThat(policy(ARN)).isEqualTo("{}");
    assertThat(policy(consumer)).isEqualTo(POLICY);
    assertThatThrownBy(() -> kinesis.deleteResourcePolicy(r -> r.resourceARN(ARN)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("No resource policy found for resource ARN " + ARN + ".");
  }

  @Test
  void aConsumerHasToBeActive() throws IOException {
    stop();
    start(Duration.ofSeconds(5));
    create(1);
    clock.advance(Duration.ofSeconds(5));
    Consumer consumer =
        kinesis.registerStreamConsumer(r -> r.streamARN(ARN).consumerName("c")).consumer();
    assertThatThrownBy(() ->
            kinesis.putResourcePolicy(r -> r.resourceARN(consumer.consumerARN()).policy(POLICY)))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(
            ("Consumer c with creation timestamp %d under stream s and account 000000000000 is not"
                    + " in ACTIVE status.")
                .formatted(consumer.consumerCreationTimestamp().getEpochSecond()));
    clock.advance(Duration.ofSeconds(5));
    kinesis.putResourcePolicy(r -> r.resourceARN(consumer.consumerARN()).policy(POLICY));
  }

  @Test
  void whatIsNoPolicyIsRefused() {
    create(1);
    List<String> wrong =
        List.of("", "no", "[]", "{}", "{\"Statement\":null}", "{\"Statement\":" + "[".repeat(2000));
    for (String text : wrong) {
      assertThatThrownBy(() -> kinesis.putResourcePolicy(r -> r.resourceARN(ARN).policy(text)))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageContaining("Statement");
    }
    String large = "{\"Statement\":\"%s\"}".formatted("x".repeat(20 * 1024));
    assertThatThrownBy(() -> kinesis.putResourcePolicy(r -> r.resourceARN(ARN).policy(large)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("at most 20480");
    assertThatThrownBy(() -> policy(ARN + "2")).isInstanceOf(ResourceNotFoundException.class);
  }
}
