package dev.tributary.sink.kinesis;

import org.jspecify.annotations.Nullable;

/**
 * How to reach Kinesis.
 *
 * @param endpoint where
 * @param credentials as whom
 * @param proxy on the way; null: what the environment says ({@code HTTPS_PROXY} and Java's system
 *     properties), mostly none
 * @param tls how secure connections are made
 * @param maxRetries how often the SDK repeats a whole request that the network or a 5xx answer
 *     spoiled, 0 to 10; records refused one by one are the runtime's business
 * @param poolSize connections at least, 1 to 1024; more are allowed where more lanes need them
 */
public record KinesisConnectorSettings(
    EndpointSettings endpoint,
    CredentialSettings credentials,
    @Nullable ProxySettings proxy,
    TlsSettings tls,
    int maxRetries,
    int poolSize) {

  public KinesisConnectorSettings {
    Settings.range("max_retries", maxRetries, 0, 10);
    Settings.range("pool_size", poolSize, 1, 1024);
  }

  /**
   * An endpoint and static keys, or the default chain if these are null; no proxy, usual TLS.
   *
   * @param endpoint may be null if there is a region
   */
  public KinesisConnectorSettings(
      @Nullable String endpoint,
      @Nullable String region,
      @Nullable String accessKeyId,
      @Nullable String secretAccessKey,
      @Nullable String sessionToken,
      int maxRetries,
      int poolSize) {
    this(
        new EndpointSettings(endpoint, region, false, false),
        new CredentialSettings(
            CredentialSettings.keys(accessKeyId, secretAccessKey, sessionToken), null, null),
        null,
        TlsSettings.DEFAULT,
        maxRetries,
        poolSize);
  }

  public KinesisConnectorSettings withCredentials(CredentialSettings credentials) {
    return new KinesisConnectorSettings(endpoint, credentials, proxy, tls, maxRetries, poolSize);
  }

  public KinesisConnectorSettings withProxy(@Nullable ProxySettings proxy) {
    return new KinesisConnectorSettings(endpoint, credentials, proxy, tls, maxRetries, poolSize);
  }

  public KinesisConnectorSettings withTls(TlsSettings tls) {
    return new KinesisConnectorSettings(endpoint, credentials, proxy, tls, maxRetries, poolSize);
  }
}
