package dev.tributary.sink.kinesis;

import dev.tributary.sink.kinesis.NamedCredentials.Origin;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Where the credentials of one client come from, and what has to be closed with it. Making it does
 * no I/O.
 */
final class CredentialSource implements AutoCloseable {

  /**
   * Credentials of a role are fetched anew, in the background, when they have this long to live;
   * STS gives them an hour.
   */
  private static final Duration RENEWED_BEFORE_EXPIRY = Duration.ofMinutes(5);

  /** Threads of the SDK must not delay a send before this, and may after. */
  private static final Duration AWAITED_BEFORE_EXPIRY = Duration.ofMinutes(1);

  private final AwsCredentialsProvider provider;
  private final List<SdkAutoCloseable> opened = new ArrayList<>();

  CredentialSource(KinesisConnectorSettings settings, Region region) {
    AwsCredentialsProvider own = own(settings.credentials());
    AssumedRole role = settings.credentials().role();
    this.provider = role == null ? own : assumed(settings, role, own, region);
  }

  AwsCredentialsProvider provider() {
    return provider;
  }

  private AwsCredentialsProvider own(CredentialSettings settings) {
    CredentialSettings.StaticKeys keys = settings.keys();
    if (keys != null) {
      return fixed(keys);
    }
    String profile = settings.profile();
    if (profile != null) {
      ProfileCredentialsProvider ofProfile = ProfileCredentialsProvider.create(profile);
      opened.add(ofProfile);
      return new NamedCredentials(new Origin.Profile(profile), ofProfile);
    }
    DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
    opened.add(chain);
    return chain;
  }

  private static AwsCredentialsProvider fixed(CredentialSettings.StaticKeys keys) {
    String token = keys.sessionToken();
    return StaticCredentialsProvider.create(
        token == null
            ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
            : AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), token));
  }

  private AwsCredentialsProvider assumed(
      KinesisConnectorSettings settings,
      AssumedRole role,
      AwsCredentialsProvider own,
      Region region) {
    StsClient sts = sts(settings, role, own, region);
    opened.add(0, sts);
    StsAssumeRoleCredentialsProvider assumed =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(request ->
                request
                    .roleArn(role.roleArn())
                    .roleSessionName(role.sessionName())
                    .externalId(role.externalId()))
            .prefetchTime(RENEWED_BEFORE_EXPIRY)
            .staleTime(AWAITED_BEFORE_EXPIRY)
            .asyncCredentialUpdateEnabled(false)
            .build();
    opened.add(0, assumed);
    String endpoint = role.stsEndpoint() == null ? "AWS STS" : role.stsEndpoint();
    Target target = new Target(region.id(), endpoint);
    return new NamedCredentials(new Origin.Role(role, target), assumed);
  }

  private static StsClient sts(
      KinesisConnectorSettings settings,
      AssumedRole role,
      AwsCredentialsProvider own,
      Region region) {
    return StsClient.builder()
        .region(region)
        .endpointOverride(uri(role.stsEndpoint()))
        .fipsEnabled(fips(settings.endpoint(), role))
        .dualstackEnabled(settings.endpoint().dualStack() && role.stsEndpoint() == null)
        .credentialsProvider(own)
        .httpClientBuilder(HttpClients.sts(settings, role))
        .overrideConfiguration(
            override -> override.retryStrategy(KinesisClients.retries(settings.maxRetries())))
        .build();
  }

  private static boolean fips(EndpointSettings endpoint, AssumedRole role) {
    return endpoint.fips() && role.stsEndpoint() == null;
  }

  private static @Nullable URI uri(@Nullable String endpoint) {
    return endpoint == null ? null : URI.create(endpoint);
  }

  @Override
  public void close() {
    opened.forEach(SdkAutoCloseable::close);
  }
}
