package dev.tributary.kinesis.local.internal.api;

import java.util.Arrays;
import java.util.List;

/** What the API's model says of a member of a request: its type, and what its values may be. */
sealed interface Shape {
  record Text(TextRule rule) implements Shape {}

  /** One of some words. */
  record Choice(List<String> words) implements Shape {
    static Choice of(String... words) {
      return new Choice(List.of(words));
    }

    static Choice of(Class<? extends Enum<?>> type) {
      return new Choice(Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
    }

    String constraint() {
      return "Member must satisfy enum value set: [" + String.join(", ", words) + "]";
    }
  }

  record Whole(long min, long max) implements Shape {}

  record Flag() implements Shape {}

  record Timestamp() implements Shape {}

  record Blob() implements Shape {}

  /** A list of texts or words. */
  record Items(int sizeMin, int sizeMax, Shape item) implements Shape {}

  /** A map of texts to texts. */
  record Pairs(int sizeMin, int sizeMax, TextRule key, TextRule value) implements Shape {}

  record Structure(List<Member> members) implements Shape {
    static Structure of(Member... members) {
      return new Structure(List.of(members));
    }
  }

  /** A member of a structure. */
  record Member(String name, Shape shape, boolean required) {
    /** AWS's messages write members with a small first letter. */
    String label() {
      return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
  }

  static Member required(String name, Shape shape) {
    return new Member(name, shape, true);
  }

  static Member optional(String name, Shape shape) {
    return new Member(name, shape, false);
  }
}
