package dev.tributary.server.internal.cli.kinesis;

import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which Kinesis a command talks to. The options decide, then the environment as the AWS CLI reads
 * it; where neither says anything it is the local one, whatever the AWS configuration files hold:
 * nobody shall meet a real account by accident.
 *
 * @param endpoint null for AWS's own of the region
 * @param region null if the profile says it
 * @param profile null for the usual credentials
 */
record KinesisPlace(@Nullable URI endpoint, @Nullable String region, @Nullable String profile) {

  static final URI LOCAL = URI.create("http://127.0.0.1:4566");

  private static final String REGION_OTHERWISE = "us-east-1";
  private static final Pattern AWS_HOST =
      Pattern.compile("(?:.+\\.)?kinesis(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws|api)\\..+");

  /** Null options have not been given. */
  static KinesisPlace of(
      @Nullable URI endpoint,
      @Nullable String region,
      @Nullable String profile,
      Map<String, String> environment) {
    URI where = endpoint == null ? endpointOf(environment) : endpoint;
    String aRegion = region == null ? value(environment, "AWS_REGION") : region;
    String aProfile = profile == null ? value(environment, "AWS_PROFILE") : profile;
    if (where == null && aRegion == null && aProfile == null) {
      return new KinesisPlace(LOCAL, REGION_OTHERWISE, null);
    }
    if (aRegion == null && where != null) {
      aRegion = regionOf(where);
    }
    if (aRegion == null) {
      // The AWS CLI's variable. Alone it decides nothing, for it is often set for good.
      aRegion = value(environment, "AWS_DEFAULT_REGION");
    }
    if (aRegion == null && aProfile == null) {
      aRegion = REGION_OTHERWISE;
    }
    return new KinesisPlace(where, aRegion, aProfile);
  }

  private static @Nullable URI endpointOf(Map<String, String> environment) {
    if ("true".equalsIgnoreCase(environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"))) {
      return null;
    }
    String ofKinesis = value(environment, "AWS_ENDPOINT_URL_KINESIS");
    String ofAll = ofKinesis == null ? value(environment, "AWS_ENDPOINT_URL") : ofKinesis;
    return ofAll == null ? null : URI.create(ofAll);
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static @Nullable String regionOf(URI endpoint) {
    Matcher host = AWS_HOST.matcher(String.valueOf(endpoint.getHost()));
    return host.matches() ? host.group(1) : null;
  }

  /** On this machine, where any credentials usually do. */
  boolean isLoopback() {
    if (endpoint == null || endpoint.getHost() == null) {
      return false;
    }
    String host = endpoint.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** For people. */
  String text() {
    if (endpoint != null) {
      return endpoint.toString();
    }
    String ofProfile = profile == null ? "" : "profile " + profile;
    return region == null
        ? "AWS (" + ofProfile + ")"
        : "AWS " + region + (ofProfile.isEmpty() ? "" : " (" + ofProfile + ")");
  }
}
