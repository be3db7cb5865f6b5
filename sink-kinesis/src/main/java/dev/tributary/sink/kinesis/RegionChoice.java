package dev.tributary.sink.kinesis;

import java.net.URI;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the region that requests are signed for. */
final class RegionChoice {

  static final String DEFAULT = "us-east-1";

  /** Public, FIPS, dual-stack and VPC endpoints: in these the region is certain. */
  private static final Pattern AWS_HOST =
      Pattern.compile(
          "(?:vpce-[a-z0-9-]+\\.)?kinesis(?:-fips)?\\.([a-z0-9-]+)"
              + "\\.(?:vpce\\.)?(?:amazonaws\\.com|amazonaws\\.com\\.cn|api\\.aws)");

  private RegionChoice() {}

  /**
   * The setting, else the endpoint's host, else the environment, else {@value #DEFAULT}.
   *
   * @param environment what the AWS SDK finds in environment and profile; null if nothing
   */
  static String choose(EndpointSettings settings, Supplier<@Nullable String> environment) {
    if (settings.region() != null) {
      return settings.region();
    }
    Matcher aws = awsHost(settings);
    if (aws.matches()) {
      return aws.group(1);
    }
    String found = environment.get();
    return found == null ? DEFAULT : found;
  }

  /** Whether AWS answers there. */
  static boolean isAws(EndpointSettings settings) {
    return settings.uri() == null || awsHost(settings).matches();
  }

  private static Matcher awsHost(EndpointSettings settings) {
    URI endpoint = settings.uri();
    String host = endpoint == null ? null : endpoint.getHost();
    return AWS_HOST.matcher(host == null ? "" : host);
  }
}
