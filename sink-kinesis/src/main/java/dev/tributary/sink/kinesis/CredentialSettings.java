package dev.tributary.sink.kinesis;

import org.jspecify.annotations.Nullable;

/**
 * As whom requests are signed. Without keys and profile it is the AWS SDK's default chain:
 * environment, profile {@code default}, web identity, container, instance.
 *
 * @param keys static keys
 * @param profile a profile of the AWS configuration files; not together with keys
 * @param role assumed with the credentials of the above; null: these sign themselves
 */
public record CredentialSettings(
    @Nullable StaticKeys keys, @Nullable String profile, @Nullable AssumedRole role) {

  /** The default chain. */
  public static final CredentialSettings DEFAULT_CHAIN = new CredentialSettings(null, null, null);

  private static final int PROFILE_CHARACTERS_MAX = 256;

  public CredentialSettings {
    if (keys != null && profile != null) {
      throw new IllegalArgumentException(
          "profile and aws_access_key_id are both given; remove one of them");
    }
    if (profile != null && (profile.isBlank() || profile.length() > PROFILE_CHARACTERS_MAX)) {
      throw new IllegalArgumentException(
          "profile is '" + profile + "'; it must be the name of a profile, 1 to 256 characters");
    }
  }

  /**
   * Keys as they stand in a configuration: both or neither.
   *
   * @return null for neither
   */
  public static @Nullable StaticKeys keys(
      @Nullable String accessKeyId,
      @Nullable String secretAccessKey,
      @Nullable String sessionToken) {
    Settings.together(
        "aws_access_key_id",
        accessKeyId,
        "aws_secret_access_key",
        secretAccessKey,
        "or none to use the default credentials of AWS");
    Settings.needs(
        "session_token",
        sessionToken,
        "aws_access_key_id and aws_secret_access_key",
        accessKeyId != null);
    return accessKeyId == null || secretAccessKey == null
        ? null
        : new StaticKeys(accessKeyId, secretAccessKey, sessionToken);
  }

  /**
   * An access key of AWS.
   *
   * @param sessionToken of temporary keys
   */
  public record StaticKeys(
      String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {

    public StaticKeys {
      if (accessKeyId.isBlank()) {
        throw new IllegalArgumentException("aws_access_key_id is empty; give it or remove it");
      }
      if (secretAccessKey.isBlank()) {
        throw new IllegalArgumentException("aws_secret_access_key is empty; give it or remove it");
      }
    }

    /** Without the secrets, for logs. */
    @Override
    public String toString() {
      return "StaticKeys[accessKeyId=" + accessKeyId + "]";
    }
  }
}
