package dev.tributary.management.internal.schema;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;

/** {@code prometheus}. */
public final class PrometheusSchema {

  private PrometheusSchema() {}

  public static ObjectSchema prometheus() {
    return ObjectSchema.describedAs("Figures for Prometheus: `GET /api/v5/prometheus/stats`.")
        .withDefault(
            "enable_basic_auth",
            Types.flag(),
            false,
            "Whether they need a login, as all other endpoints do.")
        .build();
  }
}
