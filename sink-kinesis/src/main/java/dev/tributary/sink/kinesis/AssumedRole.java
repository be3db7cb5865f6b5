package dev.tributary.sink.kinesis;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A role that is assumed through STS, and again well before its credentials expire.
 *
 * @param roleArn such as {@code arn:aws:iam::123456789012:role/writer}
 * @param externalId what the role's trust policy asks for, 2 to 1224 characters (STS limit); null
 *     if it does not
 * @param sessionName shown in the account's logs, 2 to 64 characters (STS limit)
 * @param stsEndpoint {@code http[s]://host[:port]}; null is AWS's own of the connector's region,
 *     FIPS and dual-stack as the connector's
 */
public record AssumedRole(
    String roleArn, @Nullable String externalId, String sessionName, @Nullable String stsEndpoint) {

  public static final String DEFAULT_SESSION_NAME = "tributary";

  private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/\\S{1,512}");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

  public AssumedRole {
    if (!ARN.matcher(roleArn).matches()) {
      throw new IllegalArgumentException(
          "role_arn is '"
              + roleArn
              + "'; it must be like arn:aws:iam::123456789012:role/name-of-the-role");
    }
    if (externalId != null && !EXTERNAL_ID.matcher(externalId).matches()) {
      throw new IllegalArgumentException(
          "external_id must be 2 to 1224 letters, digits or any of _+=,.@:/-");
    }
    if (!SESSION_NAME.matcher(sessionName).matches()) {
      throw new IllegalArgumentException(
          "role_session_name is '"
              + sessionName
              + "'; it must be 2 to 64 letters, digits or any of _+=,.@-");
    }
    if (stsEndpoint != null) {
      Settings.address("sts_endpoint", stsEndpoint, "https://sts.us-east-1.amazonaws.com");
    }
  }

  /** With the usual session name, at AWS's own STS. */
  public AssumedRole(String roleArn, @Nullable String externalId) {
    this(roleArn, externalId, DEFAULT_SESSION_NAME, null);
  }

  /** Without the external id, which some treat as a secret. */
  @Override
  public String toString() {
    return "AssumedRole[roleArn=" + roleArn + ", sessionName=" + sessionName + "]";
  }
}
