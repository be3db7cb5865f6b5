package dev.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {

  private static <T> T value(SettingType<T> type, Object raw) {
    Setting<T> setting = type.read(ConfigValueFactory.fromAnyRef(raw), "x", new Problems());
    return setting == null ? null : setting.value();
  }

  @ParameterizedTest
  @CsvSource({"15s,15000", "100ms,100", "1h30m,5400000", "1d,86400000", "250,250", "1H,3600000"})
  void durations(String text, long millis) {
    var type = Types.duration(Duration.ZERO, Duration.ofDays(2));
    assertThat(value(type, text)).isEqualTo(new Types.MaybeInfinite(Duration.ofMillis(millis)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "1 s", "1y", "-1s", "1.5s", "3d", "infinity", "99999999999999999999s"})
  void badDurations(String text) {
    assertThat(value(Types.duration(Duration.ZERO, Duration.ofDays(2)), text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"256MB,268435456", "1KB,1024", "10b,10", "77,77", "2 GB,2147483648"})
  void sizes(String text, long bytes) {
    assertThat(value(Types.bytes(0, Long.MAX_VALUE), text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "1.5MB", "-1", "1XB", "999999999999999TB"})
  void badSizes(String text) {
    assertThat(value(Types.bytes(0, Long.MAX_VALUE), text)).isNull();
  }

  @Test
  void integersRefuseFractionsAndBounds() {
    assertThat(value(Types.integer(1, 5), 5)).isEqualTo(5);
    assertThat(value(Types.integer(1, 5), "3")).isEqualTo(3);
    assertThat(value(Types.integer(1, 5), 2.0)).isEqualTo(2);
    assertThat(value(Types.integer(1, 5), 2.5)).isNull();
    assertThat(value(Types.integer(1, 5), 6)).isNull();
    assertThat(value(Types.integer(1, 5), true)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:1883,127.0.0.1,1883",
    "1883,0.0.0.0,1883",
    ":1883,0.0.0.0,1883",
    "[::1]:5,::1,5"
  })
  void addresses(String text, String host, int port) {
    var address = value(Types.address(), text);
    assertThat(address.getHostString()).isEqualTo(host);
    assertThat(address.getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:", "host:99999", "a b:1"})
  void badAddresses(String text) {
    assertThat(value(Types.address(), text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1000/s,1000,1000",
    "100/10s,100,10000",
    "5/100ms,5,100",
    "10000/60m,10000,3600000",
    " 7/H,7,3600000"
  })
  void rates(String text, long amount, long millis) {
    assertThat(value(Types.rate(), text))
        .isEqualTo(new RateType.MaybeUnlimited(new Rate(amount, Duration.ofMillis(millis))));
  }

  @ParameterizedTest
  @CsvSource({"1MB/s,1048576", "100KB/s,102400", "12/s,12"})
  void ratesOfBytes(String text, long amount) {
    assertThat(value(Types.bytesRate(), text))
        .isEqualTo(new RateType.MaybeUnlimited(new Rate(amount, Duration.ofSeconds(1))));
  }

  @Test
  void infinityIsNoRate() {
    assertThat(value(Types.rate(), "infinity")).isEqualTo(new RateType.MaybeUnlimited(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/s", "0/s", "-1/s", "1/0s", "1", "1/", "1/y", "1/31d", "1.5/s", "1KB/s", "s/1"
      })
  void badRates(String text) {
    assertThat(value(Types.rate(), text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2TB/s", "1XB/s", "MB/s"})
  void badRatesOfBytes(String text) {
    assertThat(value(Types.bytesRate(), text)).isNull();
  }
}
