package dev.tributary.management;

import dev.tributary.config.Settings;
import dev.tributary.management.internal.schema.SecretText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Who may call the local Kinesis, as {@code local_kinesis.credentials} says. */
public final class LocalKinesisCredentials {

  private LocalKinesisCredentials() {}

  /**
   * Secret access keys by access key id; empty if anybody may call. Reads the files that secrets
   * name.
   *
   * @param localKinesis the settings of {@code local_kinesis}
   * @throws IllegalArgumentException if such a file cannot be read; the message names setting and
   *     file
   */
  public static Map<String, String> of(Settings localKinesis) {
    Map<String, String> secrets = new LinkedHashMap<>();
    localKinesis
        .objects("credentials")
        .forEach((accessKey, credential) -> {
          String path = "local_kinesis.credentials.%s.secret_access_key".formatted(accessKey);
          String secret = SecretText.revealed(credential, "secret_access_key", path);
          secrets.put(accessKey, Objects.requireNonNull(secret, path));
        });
    return secrets;
  }
}
