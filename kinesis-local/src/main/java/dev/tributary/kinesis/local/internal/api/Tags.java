package dev.tributary.kinesis.local.internal.api;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** AWS's rules for tags beyond those of the API's model. */
final class Tags {
  /** Kinesis limit of a stream or a consumer. */
  static final int COUNT_MAX = 50;

  private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N}\\p{Z}_./=+\\-%@:]*");
  private static final String RESERVED = "aws:";

  private Tags() {}

  /**
   * What tags are to be added to.
   *
   * @param kind "stream" or "consumer"
   */
  record Owner(String kind, String name, String accountId) {}

  /** Tags for something that has none yet. */
  static SortedMap<String, String> checked(Owner owner, SortedMap<String, String> tags)
      throws KinesisException {
    return merged(owner, new TreeMap<>(), tags);
  }

  /** Old tags and new ones, which replace those of the same keys. */
  static SortedMap<String, String> merged(
      Owner owner, SortedMap<String, String> present, SortedMap<String, String> added)
      throws KinesisException {
    check(added.keySet());
    check(added.values());
    for (String key : added.keySet()) {
      if (key.startsWith(RESERVED)) {
        throw KinesisException.argument(
            "Tag key %s starts with %s, which is reserved".formatted(key, RESERVED));
      }
    }
    SortedMap<String, String> all = new TreeMap<>(present);
    all.putAll(added);
    if (all.size() > COUNT_MAX) {
      throw KinesisException.argument(
          ("Failed to add tags to %s %s under account %s because a given %s cannot have more than"
                  + " %d tags associated with it.")
              .formatted(owner.kind(), owner.name(), owner.accountId(), owner.kind(), COUNT_MAX));
    }
    return all;
  }

  static void check(Collection<String> texts) throws KinesisException {
    if (!texts.stream().allMatch(text -> ALLOWED.matcher(text).matches())) {
      throw KinesisException.argument(
          "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white"
              + " space, _ . / = + - % @ :.");
    }
  }
}
