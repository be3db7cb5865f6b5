package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kinesis.local.internal.api.Operation.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy. A policy is kept and told; there
 * are no identities here that it could be enforced upon.
 */
final class PolicyOperations {
  /** AWS's limit of resource policies. */
  private static final int POLICY_BYTES_MAX = 20 * 1024;

  private static final ObjectMapper TREES = new ObjectMapper();
  private static final String NONE = "{}";

  private final Common common;
  private final Resources resources;

  PolicyOperations(Common common, Resources resources) {
    this.common = common;
    this.resources = resources;
  }

  void put(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    String policy = parameters.requiredText("Policy");
    check(policy);
    resources.active(parameters).changePolicy(common.directory(), Optional.of(policy));
  }

  private static void check(String policy) throws KinesisException {
    int bytes = policy.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > POLICY_BYTES_MAX) {
      throw KinesisException.argument(
          "Policy has %d bytes, must have at most %d".formatted(bytes, POLICY_BYTES_MAX));
    }
    if (!hasStatement(policy)) {
      throw KinesisException.argument(
          "Policy is not a policy document: must be a JSON object with a Statement");
    }
  }

  private static boolean hasStatement(String policy) {
    try {
      JsonNode document = TREES.readTree(policy);
      return document != null && document.isObject() && document.hasNonNull("Statement");
    } catch (JacksonException _) {
      return false;
    }
  }

  void get(Call call, Answer answer) throws IOException, KinesisException {
    Resource resource = resources.addressed(call.parameters());
    answer.text("Policy", resource.policy().orElse(NONE));
  }

  void delete(Call call, Answer answer) throws IOException, KinesisException {
    Parameters parameters = call.parameters();
    Resource resource = resources.addressed(parameters);
    if (resource.policy().isEmpty()) {
      throw KinesisException.notFound(
          "No resource policy found for resource ARN %s."
              .formatted(parameters.requiredText("ResourceARN")));
    }
    resource.changePolicy(common.directory(), Optional.empty());
  }
}
