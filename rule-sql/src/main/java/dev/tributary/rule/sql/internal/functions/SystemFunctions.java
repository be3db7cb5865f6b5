package dev.tributary.rule.sql.internal.functions;

import java.util.Objects;
import java.util.UUID;

/** What rules may know of the node, and chance. */
final class SystemFunctions {
  /** Before the name of every variable that rules may see; others may hold secrets. */
  private static final String VARIABLES = "EMQXVAR_";

  private SystemFunctions() {}

  @RuleFunction(
      "An environment variable that rules may see: getenv('SITE') reads EMQXVAR_SITE. Empty if there"
          + " is none.")
  @Example(value = "getenv('NO_SUCH_VARIABLE')", gives = "\"\"")
  static String getenv(CallScope scope, String name) {
    return Objects.requireNonNullElse(scope.context().environment(VARIABLES + name), "");
  }

  @RuleFunction("A random float, at least 0 and less than 1.")
  @Example(value = "random() < 1", gives = "true")
  static double random(CallScope scope) {
    return scope.context().random().nextDouble();
  }

  @RuleFunction("A random UUID (version 4) in 36 characters.")
  @Example(value = "strlen(uuid_v4())", gives = "36")
  static String uuidV4(CallScope scope) {
    return uuid(scope).toString();
  }

  @RuleFunction("A random UUID (version 4) without dashes, in 32 characters.")
  @Example(value = "strlen(uuid_v4_no_hyphen())", gives = "32")
  static String uuidV4NoHyphen(CallScope scope) {
    return uuid(scope).toString().replace("-", "");
  }

  private static UUID uuid(CallScope scope) {
    long high = scope.context().random().nextLong();
    long low = scope.context().random().nextLong();
    return new UUID(
        (high & ~0xF000L) | 0x4000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }
}
