package dev.tributary.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of values that settings have. Numbers and booleans may also be written as text, as
 * environments do.
 */
public final class Types {

  /** Longest text that any setting accepts unless it says otherwise. */
  public static final int TEXT_CHARACTERS_MAX = 65_536;

  private Types() {}

  /** A duration that may be {@code infinity}, which is null. */
  record MaybeInfinite(@Nullable Duration duration) {}

  public static SettingType<String> text() {
    return text(0, TEXT_CHARACTERS_MAX);
  }

  public static SettingType<String> text(int charactersMin, int charactersMax) {
    String expected =
        charactersMin == 0
            ? "text of at most %d characters".formatted(charactersMax)
            : "text of %d to %d characters".formatted(charactersMin, charactersMax);
    return new Scalar<>(
        expected,
        raw ->
            raw instanceof String text
                    && text.length() >= charactersMin
                    && text.length() <= charactersMax
                ? new Setting<>(text, text)
                : null);
  }

  /** Text that matches the whole of a pattern. */
  public static SettingType<String> text(Pattern pattern, String expected) {
    return new Scalar<>(
        expected,
        raw ->
            raw instanceof String text && pattern.matcher(text).matches()
                ? new Setting<>(text, text)
                : null);
  }

  /** Text that {@code check} accepts; it throws {@link IllegalArgumentException} if it does not. */
  public static SettingType<String> text(String expected, Consumer<String> check) {
    return new Scalar<>(
        expected,
        raw -> {
          if (!(raw instanceof String text)) {
            return null;
          }
          check.accept(text);
          return new Setting<>(text, text);
        });
  }

  /**
   * Text that is never shown; {@code file:///path} names a file that holds it, read when it is
   * used.
   */
  public static SettingType<String> secret() {
    return new SecretType();
  }

  public static SettingType<Long> integer(long min, long max) {
    return new Scalar<>(
        "an integer from %d to %d".formatted(min, max),
        raw -> {
          long number = Numbers.integer(raw);
          return number >= min && number <= max ? new Setting<>(number, number) : null;
        });
  }

  public static SettingType<Double> decimal(double min, double max) {
    return new Scalar<>(
        "a number from %s to %s".formatted(min, max),
        raw -> {
          double number = Numbers.decimal(raw);
          return number >= min && number <= max ? new Setting<>(number, number) : null;
        });
  }

  public static SettingType<Boolean> flag() {
    return new Scalar<>(
        "true or false",
        raw ->
            switch (raw) {
              case Boolean flag -> new Setting<>(flag, flag);
              case String text when text.equals("true") -> new Setting<>(true, true);
              case String text when text.equals("false") -> new Setting<>(false, false);
              default -> null;
            });
  }

  public static SettingType<?> duration(Duration min, Duration max) {
    return new Scalar<>(
        "a duration from %s to %s, such as 15s, 100ms or 1h"
            .formatted(Durations.text(min), Durations.text(max)),
        raw -> bounded(raw, min, max));
  }

  public static SettingType<?> durationOrInfinity(Duration min, Duration max) {
    return durationOr("infinity", min, max);
  }

  /**
   * A duration, or none.
   *
   * @param none how none is written, such as {@code disabled}
   */
  public static SettingType<?> durationOr(String none, Duration min, Duration max) {
    return new Scalar<>(
        "%s or a duration from %s to %s, such as 15s, 100ms or 1h"
            .formatted(none, Durations.text(min), Durations.text(max)),
        raw ->
            raw.equals(none)
                ? new Setting<>(new MaybeInfinite(null), none)
                : bounded(raw, min, max));
  }

  /** {@code 1000/s}, {@code 100/10s} or {@code infinity}. */
  public static SettingType<?> rate() {
    return new RateType(false);
  }

  /** {@code 1MB/s}, {@code 100KB/10s} or {@code infinity}. */
  public static SettingType<?> bytesRate() {
    return new RateType(true);
  }

  private static @Nullable Setting<MaybeInfinite> bounded(Object raw, Duration min, Duration max) {
    Duration duration = Durations.parse(raw);
    return duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0
        ? new Setting<>(new MaybeInfinite(duration), raw)
        : null;
  }

  /** A number of bytes: {@code 256MB} (powers of 1,024, as in the original) or an integer. */
  public static SettingType<Long> bytes(long min, long max) {
    return new Scalar<>(
        "a size from %s to %s, such as 256MB or 64KB"
            .formatted(ByteSizes.text(min), ByteSizes.text(max)),
        raw -> {
          long bytes = ByteSizes.parse(raw);
          return bytes >= min && bytes <= max ? new Setting<>(bytes, raw) : null;
        });
  }

  public static SettingType<String> oneOf(String... names) {
    List<String> known = List.of(names);
    return new Scalar<>(
        "one of " + String.join(", ", known),
        raw ->
            raw instanceof String text && known.contains(text) ? new Setting<>(text, text) : null);
  }

  /**
   * {@code 127.0.0.1:1883}, {@code [::1]:1883}, {@code 0.0.0.0:1883} or a port alone, which means
   * every address.
   */
  public static SettingType<InetSocketAddress> address() {
    return new Scalar<>(
        "an address and port such as 127.0.0.1:1883, or a port alone for every address",
        raw -> new Setting<>(Addresses.parse(raw), raw));
  }

  public static <T> SettingType<List<T>> listOf(SettingType<T> element, int sizeMax) {
    return new ListType<>(element, sizeMax);
  }

  /** Objects by name: {@code kinesis { a { … }, b { … } }}. */
  public static <T> SettingType<Map<String, T>> mapOf(
      Pattern names, String namesExpected, SettingType<T> member) {
    return new MapType<>(names, namesExpected, member);
  }

  /** Any JSON value up to a depth that the reader accepts; kept as it is. */
  public static SettingType<Object> anything(String expected, Consumer<Object> check) {
    return new Scalar<>(
        expected,
        raw -> {
          check.accept(raw);
          return new Setting<>(raw, raw);
        });
  }

  /**
   * One value; the reader answers null or throws {@link IllegalArgumentException} for a bad one.
   */
  private record Scalar<T>(String expected, Function<Object, @Nullable Setting<T>> reader)
      implements SettingType<T> {

    @Override
    public @Nullable Setting<T> read(ConfigValue value, String path, Problems problems) {
      Object raw = value.unwrapped();
      try {
        Setting<T> setting = raw == null ? null : reader.apply(raw);
        if (setting == null) {
          problems.wrong(value, path, expected);
        }
        return setting;
      } catch (IllegalArgumentException e) {
        String why = e.getMessage();
        problems.wrong(value, path, why == null ? expected : expected + " (" + why + ")");
        return null;
      }
    }
  }

  private static final class SecretType implements SettingType<String> {
    @Override
    public String expected() {
      return "text, or file:///path of a file that holds it";
    }

    @Override
    public @Nullable Setting<String> read(ConfigValue value, String path, Problems problems) {
      if (value.unwrapped() instanceof String text && text.length() <= TEXT_CHARACTERS_MAX) {
        return new Setting<>(text, text, true);
      }
      problems.wrongSecret(value, path, expected());
      return null;
    }
  }

  private record ListType<T>(SettingType<T> element, int sizeMax) implements SettingType<List<T>> {
    @Override
    public String expected() {
      return "a list of at most %d, each %s".formatted(sizeMax, element.expected());
    }

    @Override
    public @Nullable Setting<List<T>> read(ConfigValue value, String path, Problems problems) {
      if (!(value instanceof ConfigList list) || list.size() > sizeMax) {
        problems.wrong(value, path, expected());
        return null;
      }
      List<T> values = new ArrayList<>();
      List<@Nullable Object> stored = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        Setting<T> setting = element.read(list.get(i), path + "[" + (i + 1) + "]", problems);
        if (setting != null) {
          values.add(setting.value());
          stored.add(setting.stored());
        }
      }
      return values.size() == list.size() ? new Setting<>(values, stored) : null;
    }
  }

  private record MapType<T>(Pattern names, String namesExpected, SettingType<T> member)
      implements SettingType<Map<String, T>> {
    @Override
    public String expected() {
      return "an object whose names are " + namesExpected;
    }

    @Override
    public @Nullable Setting<Map<String, T>> read(
        ConfigValue value, String path, Problems problems) {
      if (!(value instanceof ConfigObject object)) {
        problems.wrong(value, path, expected());
        return null;
      }
      Map<String, T> values = new LinkedHashMap<>();
      Map<String, @Nullable Object> stored = new LinkedHashMap<>();
      for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
        String memberPath = ObjectSchema.join(path, entry.getKey());
        if (entry.getValue().valueType() == ConfigValueType.NULL) {
          continue;
        }
        if (!names.matcher(entry.getKey()).matches()) {
          problems.add(
              entry.getValue().origin(), memberPath, "has a bad name: expected " + namesExpected);
          continue;
        }
        Setting<T> setting = member.read(entry.getValue(), memberPath, problems);
        if (setting != null) {
          values.put(entry.getKey(), setting.value());
          stored.put(entry.getKey(), setting.stored());
        }
      }
      return new Setting<>(values, stored);
    }
  }
}
