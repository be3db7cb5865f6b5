package dev.tributary.management;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.schema.SecretText;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code dashboard} and {@code prometheus} of the configuration.
 *
 * @param bind where REST listens; port 0 lets the system choose
 * @param username the administrator
 * @param password in clear
 * @param tokenLifetime how long a login lasts
 * @param figuresNeedLogin whether Prometheus has to log in
 */
public record ManagementSettings(
    InetSocketAddress bind,
    String username,
    String password,
    Duration tokenLifetime,
    boolean figuresNeedLogin) {

  /** The password that everybody knows. */
  static final String WELL_KNOWN_PASSWORD = "public";

  /**
   * Reads the password's file if it names one.
   *
   * @param root the configuration, read with {@link ConfigurationSchema#root}
   * @throws IllegalArgumentException if that file cannot be read; the message names it
   */
  public static ManagementSettings of(Settings root) {
    Settings dashboard = root.object("dashboard");
    String password = revealedPassword(dashboard);
    return new ManagementSettings(
        dashboard.object("listeners").object("http").address("bind"),
        dashboard.text("default_username"),
        password == null ? "" : password,
        dashboard.duration("token_expired_time"),
        root.object("prometheus").flag("enable_basic_auth"));
  }

  private static @Nullable String revealedPassword(Settings dashboard) {
    try {
      return SecretText.revealed(dashboard, "default_password");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(dashboard.where() + ": dashboard." + e.getMessage(), e);
    }
  }

  boolean passwordIsWellKnown() {
    return password.equals(WELL_KNOWN_PASSWORD);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "ManagementSettings[bind=" + bind + ", username=" + username + "]";
  }
}
