package dev.tributary.server.internal.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the REST API is and who calls it. */
final class RestOptions {

  /** So that the password need not stand in the command; no setting of the server. */
  static final String PASSWORD_VARIABLE = "TRIBUTARY_API_PASSWORD";

  @Option(
      names = "--url",
      defaultValue = "http://localhost:18083",
      description = "Where REST listens (default: ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://localhost:18083");

  @Option(
      names = {"-u", "--username"},
      defaultValue = "admin",
      description = "Who calls (default: ${DEFAULT-VALUE}).")
  private String username = "admin";

  @Option(
      names = {"-P", "--password"},
      defaultValue = "${env:" + PASSWORD_VARIABLE + ":-public}",
      description = {
        "The password (default: that of the environment variable " + PASSWORD_VARIABLE + ",",
        "else the one that a new installation has)."
      })
  private String password = "public";

  @Option(names = "--password-file", description = "A file that holds the password.")
  private @Nullable Path passwordFile;

  /** Connects when it is first used; the caller closes it. */
  RestApi api() {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new CommandFailure(
          "--url %s is not valid: expected http[s]://host[:port]".formatted(url), 2);
    }
    return new RestApi(url, username, secret());
  }

  private String secret() {
    Path file = passwordFile;
    try {
      return file == null ? password : Files.readString(file).strip();
    } catch (IOException _) {
      throw new CommandFailure(
          "--password-file %s cannot be read: expected a file that holds the password"
              .formatted(file),
          2);
    }
  }
}
