package dev.tributary.sink.kinesis;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Credentials whose absence can be told from a failure of Kinesis itself: the SDK throws the same
 * exceptions for both.
 */
final class NamedCredentials implements AwsCredentialsProvider {

  /** Where credentials were to come from. */
  sealed interface Origin {

    record Profile(String name) implements Origin {}

    record Role(AssumedRole role, Target sts) implements Origin {}
  }

  /** There are none. The cause tells why. */
  static final class Missing extends SdkClientException {

    private static final long serialVersionUID = 1;

    private final transient @Nullable Origin origin;

    Missing(Origin origin, SdkException cause) {
      super(SdkClientException.builder().message("no credentials").cause(cause));
      this.origin = origin;
    }

    @Nullable Origin origin() {
      return origin;
    }
  }

  private final Origin origin;
  private final AwsCredentialsProvider provider;

  NamedCredentials(Origin origin, AwsCredentialsProvider provider) {
    this.origin = origin;
    this.provider = provider;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return provider.resolveCredentials();
    } catch (Missing e) {
      throw e;
    } catch (SdkException e) {
      throw new Missing(origin, e);
    }
  }
}
