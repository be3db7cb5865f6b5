package dev.tributary.kinesis.local.internal.api;

import dev.tributary.kinesis.local.internal.api.Operation.Call;
import dev.tributary.kinesis.local.internal.store.DailyChange;
import dev.tributary.kinesis.local.internal.store.Stream;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * StartStreamEncryption and StopStreamEncryption. There is no KMS here: any key that looks like one
 * is taken, and nothing is encrypted; answers say that it was.
 */
final class EncryptionOperations {
  private static final String KMS = "KMS";

  /** What the documentation calls a key: an id, an alias, or the ARN of either. */
  private static final Pattern KEY =
      Pattern.compile(
          "(arn:aws[\\w-]*:kms:[\\w-]*:\\d{12}:(key|alias)/[\\w/-]+)|alias/[\\w/-]+|mrk-[0-9a-f]{32}|"
              + "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Common common;
  private final DailyCounts counts;

  EncryptionOperations(Common common, DailyCounts counts) {
    this.common = common;
    this.counts = counts;
  }

  void start(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    String key = key(parameters);
    change(parameters, DailyChange.START_ENCRYPTION, Optional.of(key));
  }

  void stop(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    var _ = key(parameters);
    change(parameters, DailyChange.STOP_ENCRYPTION, Optional.empty());
  }

  private static String key(Parameters parameters) throws KinesisException {
    String type = parameters.requiredText("EncryptionType");
    if (!type.equals(KMS)) {
      throw KinesisException.argument("EncryptionType is %s, must be %s".formatted(type, KMS));
    }
    String key = parameters.requiredText("KeyId");
    if (!KEY.matcher(key).matches()) {
      throw new KinesisException(
          ErrorType.KMS_NOT_FOUND,
          "Invalid keyId '%s': must be a key id, an alias, or the ARN of either".formatted(key));
    }
    return key;
  }

  private void change(Parameters parameters, DailyChange change, Optional<String> key)
      throws KinesisException {
    Stream stream = common.streams().active(common.streams().addressed(parameters));
    counts.count(stream, change);
    common.directory().update(stream, settings -> settings.withKmsKeyId(key));
  }
}
