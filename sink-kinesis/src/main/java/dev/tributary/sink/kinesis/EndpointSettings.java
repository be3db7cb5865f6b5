package dev.tributary.sink.kinesis;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Kinesis is.
 *
 * @param endpoint {@code http[s]://host[:port]}; null is AWS's own endpoint of the region
 * @param region AWS region; null: from the endpoint's host where that is certain, else from the
 *     environment (AWS SDK), else {@code us-east-1}. Needed if there is no endpoint
 * @param fips AWS's FIPS 140 endpoint of the region; only without {@code endpoint}
 * @param dualStack AWS's endpoint for IPv4 and IPv6; only without {@code endpoint}
 */
public record EndpointSettings(
    @Nullable String endpoint, @Nullable String region, boolean fips, boolean dualStack) {

  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
  private static final String EXAMPLE = "https://kinesis.us-east-1.amazonaws.com";

  public EndpointSettings {
    if (endpoint == null && region == null) {
      throw new IllegalArgumentException(
          "endpoint and region are missing; give a region such as us-east-1, an endpoint such as "
              + EXAMPLE
              + ", or both");
    }
    if (region != null && !REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "region is '" + region + "'; it must be an AWS region such as us-east-1");
    }
    if (endpoint != null) {
      Settings.address("endpoint", endpoint, EXAMPLE);
      if (fips || dualStack) {
        throw new IllegalArgumentException(
            (fips ? "fips" : "dual_stack")
                + " chooses among the endpoints of AWS; give region instead of endpoint, or write"
                + " the host of that endpoint");
      }
    }
  }

  /** AWS's own endpoint of a region. */
  public static EndpointSettings ofRegion(String region) {
    return new EndpointSettings(null, region, false, false);
  }

  /** An endpoint; its region is found as described above. */
  public static EndpointSettings of(String endpoint) {
    return new EndpointSettings(endpoint, null, false, false);
  }

  /** Null for AWS's own. */
  @Nullable URI uri() {
    return endpoint == null ? null : URI.create(endpoint);
  }

  /** For messages to people. */
  String shown() {
    if (endpoint != null) {
      return endpoint;
    }
    return "AWS" + (fips ? " (FIPS)" : "") + (dualStack ? " (dual-stack)" : "");
  }
}
