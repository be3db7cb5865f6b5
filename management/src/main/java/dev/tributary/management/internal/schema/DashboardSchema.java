package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import java.time.Duration;

/** {@code dashboard}: where REST listens and who may log in. */
public final class DashboardSchema {

  private DashboardSchema() {}

  public static ObjectSchema dashboard() {
    return ObjectSchema.describedAs("The REST API and who may use it.")
        .nested(
            "listeners",
            ObjectSchema.describedAs("Where REST listens.")
                .nested(
                    "http",
                    ObjectSchema.describedAs("Plain HTTP.")
                        .withDefault(
                            "bind",
                            Types.address(),
                            "127.0.0.1:18083",
                            "Address and port. Beyond loopback the start is refused until"
                                + " `default_password` has been changed.")
                        .build())
                .build())
        .withDefault(
            "default_username", Types.text(1, 255), "admin", "The name of the administrator.")
        .withDefault(
            "default_password",
            Types.secret(),
            "public",
            "The administrator's password. `public` works on loopback only, with a warning at"
                + " each login.")
        .withDefault(
            "token_expired_time",
            Types.duration(Duration.ofSeconds(1), Duration.ofDays(365)),
            "60m",
            "How long the token of a login is valid.")
        .build();
  }
}
