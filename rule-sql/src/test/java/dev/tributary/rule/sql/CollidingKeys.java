package dev.tributary.rule.sql;

import java.nio.charset.StandardCharsets;

/** Different keys of one {@code String.hashCode}, as an attacker makes them. */
final class CollidingKeys {
  private CollidingKeys() {}

  /** "Aa" and "BB" have one hash, and so has everything made of so many of them. */
  static String key(int number, int pairs) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < pairs; i++) {
      key.append((number >> i & 1) == 0 ? "Aa" : "BB");
    }
    return key.toString();
  }

  /** So many members, each of 16 pairs. */
  static byte[] json(int members) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < members; i++) {
      json.append(i == 0 ? "\"" : ",\"").append(key(i, 16)).append("\":").append(i);
    }
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }
}
