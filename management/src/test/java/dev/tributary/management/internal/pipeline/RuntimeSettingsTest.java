package dev.tributary.management.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tributary.config.Settings;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.internal.store.Kind;
import dev.tributary.sink.Acknowledge;
import dev.tributary.sink.ActionSettings;
import dev.tributary.sink.BufferMode;
import dev.tributary.sink.BufferSettings;
import dev.tributary.sink.DeadLetterSettings;
import dev.tributary.sink.Ordering;
import dev.tributary.sink.Overflow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RuntimeSettingsTest {

  private static ActionSettings action(String options) throws Exception {
    return RuntimeSettings.action(definition("", options));
  }

  private static Settings definition(String parameters, String options) throws Exception {
    String hocon =
        """
        connector = c
        parameters { stream_name = s, partition_key = k, %s }
        resource_opts { %s }
        """
            .formatted(parameters, options);
    return SettingsReader.read(
        Kind.ACTION.schema("kinesis:x"), ConfigFactory.parseString(hocon).resolve().root(), "");
  }

  @Test
  void whoSaysNothingGetsTheSafeBuffer() throws Exception {
    assertThat(action("").buffer()).isEqualTo(BufferSettings.disk(256L << 20));
    assertThat(action("").deadLetter()).isNull();
    assertThat(action("").ordering()).isEqualTo(Ordering.STRICT);
    assertThat(action("").requestTtl()).isNull();
  }

  @Test
  void acknowledgementFollowsBufferAndQueryModeUnlessItIsSaid() throws Exception {
    assertThat(acknowledge("")).isEqualTo(Acknowledge.BUFFERED);
    assertThat(acknowledge("buffer_mode = memory_only")).isEqualTo(Acknowledge.RECEIVED);
    assertThat(acknowledge("buffer_mode = volatile_offload")).isEqualTo(Acknowledge.RECEIVED);
    assertThat(acknowledge("query_mode = sync")).isEqualTo(Acknowledge.DELIVERED);
    assertThat(acknowledge("query_mode = sync, buffer_mode = memory_only"))
        .isEqualTo(Acknowledge.DELIVERED);
    assertThat(acknowledge("acknowledge = received")).isEqualTo(Acknowledge.RECEIVED);
    assertThat(acknowledge("acknowledge = buffered, buffer_mode = memory_only"))
        .isEqualTo(Acknowledge.BUFFERED);
  }

  private static Acknowledge acknowledge(String options) throws Exception {
    return action(options).buffer().acknowledge();
  }

  @Test
  void theBufferIsWhatWasAskedFor() throws Exception {
    BufferSettings buffer =
        action(
                """
                buffer_mode = volatile_offload, max_buffer_bytes = 1GB, buffer_memory_bytes = 8MB
                buffer_seg_bytes = 1MB, overflow = drop_oldest
                """)
            .buffer();

    assertThat(buffer)
        .isEqualTo(
            new BufferSettings(
                BufferMode.VOLATILE_OFFLOAD,
                1L << 30,
                8L << 20,
                1L << 20,
                Acknowledge.RECEIVED,
                Overflow.DROP_OLDEST));
  }

  @Test
  void aSmallBufferHasSmallFilesSoThatSpaceIsGivenBack() throws Exception {
    assertThat(action("max_buffer_bytes = 16MB").buffer().segmentBytes()).isEqualTo(4L << 20);
    assertThat(action("max_buffer_bytes = 1B").buffer().segmentBytes()).isEqualTo(1);
  }

  @Test
  void deadLettersAreKeptOnlyIfTurnedOn() throws Exception {
    assertThat(action("dead_letter { max_bytes = 1MB }").deadLetter()).isNull();
    assertThat(action("dead_letter { enable = true }").deadLetter())
        .isEqualTo(new DeadLetterSettings(1L << 30, Duration.ofDays(7)));
    assertThat(
            action("dead_letter { enable = true, max_bytes = 1MB, retention = 1h }").deadLetter())
        .isEqualTo(new DeadLetterSettings(1L << 20, Duration.ofHours(1)));
  }

  @Test
  void orderCanBeGivenUp() throws Exception {
    assertThat(RuntimeSettings.action(definition("ordering = none", "")).ordering())
        .isEqualTo(Ordering.NONE);
  }
}
