package dev.tributary.server.internal.authentication;

import dev.tributary.broker.ScramCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Users and what proves who they are, from a CSV file whose first line names the columns: {@code
 * user_id} and either {@code password} or {@code stored_key}, {@code server_key} and {@code salt}
 * in Base64; {@code is_superuser} if wanted. Neither passwords nor keys are ever shown.
 *
 * @param iterations rounds of the hash, of passwords and of the keys in the file
 * @param random for salts
 */
record BootstrapFile(Path file, int iterations, RandomGenerator random) {

  /** More belong into a database. */
  static final int USERS_MAX = 100_000;

  private static final long BYTES_MAX = 64L << 20;
  private static final int SALT_BYTES = 16;
  private static final int USER_CHARACTERS_MAX = 1_024;
  private static final List<String> COLUMNS =
      List.of("user_id", "password", "stored_key", "server_key", "salt", "is_superuser");

  /**
   * Every user.
   *
   * @throws IllegalArgumentException if the file cannot be read or is not in order; the message
   *     names file, line and column
   */
  Map<String, ScramCredential> read() {
    List<String> lines = lines();
    if (lines.isEmpty()) {
      throw wrong(1, "is empty: expected the names of the columns, such as user_id,password");
    }
    List<String> columns = columns(lines.getFirst());
    Map<String, ScramCredential> users = new LinkedHashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        put(users, row(columns, lines.get(i), i + 1), i + 1);
      }
    }
    return users;
  }

  private List<String> lines() {
    try {
      if (Files.size(file) <= BYTES_MAX) {
        return Files.readAllLines(file);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(place() + "expected a readable CSV file", e);
    }
    throw new IllegalArgumentException(place() + "expected a CSV file of at most 64 MB");
  }

  private List<String> columns(String line) {
    List<String> columns = CsvLine.fields(line).stream().map(String::strip).toList();
    for (String column : columns) {
      if (!COLUMNS.contains(column)) {
        throw wrong(
            1, "column '" + column + "' is not known: expected " + String.join(", ", COLUMNS));
      }
    }
    boolean keys = columns.containsAll(List.of("stored_key", "server_key", "salt"));
    if (!columns.contains("user_id") || columns.contains("password") == keys) {
      throw wrong(1, "expected the columns user_id,password or user_id,stored_key,server_key,salt");
    }
    return columns;
  }

  private Map<String, String> row(List<String> columns, String line, int number) {
    List<String> fields;
    try {
      fields = CsvLine.fields(line);
    } catch (IllegalArgumentException e) {
      throw wrong(number, String.valueOf(e.getMessage()));
    }
    if (fields.size() != columns.size()) {
      throw wrong(number, "has %d fields: expected %d".formatted(fields.size(), columns.size()));
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      row.put(columns.get(i), fields.get(i));
    }
    return row;
  }

  private void put(Map<String, ScramCredential> users, Map<String, String> row, int number) {
    String user = row.getOrDefault("user_id", "");
    if (user.isEmpty() || user.length() > USER_CHARACTERS_MAX) {
      throw wrong(number, "user_id: expected 1 to %d characters".formatted(USER_CHARACTERS_MAX));
    }
    if (users.size() == USERS_MAX) {
      throw wrong(number, "is one too many: expected at most %d users".formatted(USERS_MAX));
    }
    if (users.put(user, credential(row, number)) != null) {
      throw wrong(number, "user_id '" + user + "' is there twice");
    }
  }

  private ScramCredential credential(Map<String, String> row, int number) {
    boolean superuser = superuser(row.getOrDefault("is_superuser", ""), number);
    String password = row.get("password");
    try {
      if (password != null) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return ScramCredential.of(password, salt, iterations, superuser);
      }
      return new ScramCredential(
          bytes(row, "salt"),
          iterations,
          bytes(row, "stored_key"),
          bytes(row, "server_key"),
          superuser);
    } catch (IllegalArgumentException e) {
      throw wrong(number, String.valueOf(e.getMessage()));
    }
  }

  private boolean superuser(String text, int number) {
    return switch (text.strip()) {
      case "true" -> true;
      case "false", "" -> false;
      default -> throw wrong(number, "is_superuser: expected true or false");
    };
  }

  private static byte[] bytes(Map<String, String> row, String column) {
    try {
      return Base64.getDecoder().decode(row.getOrDefault(column, "").strip());
    } catch (IllegalArgumentException e) {
      // The library's own words would show a part of the key.
      throw new IllegalArgumentException(column + ": expected Base64", null);
    }
  }

  private IllegalArgumentException wrong(int line, String why) {
    return new IllegalArgumentException(place() + "line " + line + ": " + why);
  }

  private String place() {
    return "authentication bootstrap_file = " + file + ": ";
  }
}
