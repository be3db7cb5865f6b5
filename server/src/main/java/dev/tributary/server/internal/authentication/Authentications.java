package dev.tributary.server.internal.authentication;

import dev.tributary.broker.EnhancedAuthentication;
import dev.tributary.broker.ScramCredential;
import dev.tributary.broker.ScramSha256;
import dev.tributary.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns {@code authentication} into what the broker authenticates with. */
public final class Authentications {

  private Authentications() {}

  /**
   * Every method that is enabled. Reads files, and salts passwords, which takes milliseconds each.
   *
   * @param root of the configuration
   * @param home what relative paths start at
   * @throws IllegalArgumentException if a file is not in order, or a method is configured twice;
   *     the message names setting, file and line
   * @throws IOException if the secret of the node cannot be read or made
   */
  public static List<EnhancedAuthentication> of(
      Settings root, Path home, Path dataDirectory, SecureRandom random) throws IOException {
    List<EnhancedAuthentication> methods = new ArrayList<>();
    List<Settings> all = root.list("authentication", Settings.class);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).flag("enable")) {
        if (!methods.isEmpty()) {
          throw new IllegalArgumentException(
              "authentication[%d].mechanism = scram: is given twice; one of them can be enabled"
                  .formatted(i + 1));
        }
        methods.add(scram(all.get(i), home, dataDirectory, random));
      }
    }
    return methods;
  }

  private static ScramSha256 scram(
      Settings settings, Path home, Path dataDirectory, SecureRandom random) throws IOException {
    int iterations = settings.integer("iteration_count");
    Path file = home.resolve(settings.text("bootstrap_file")).normalize();
    Map<String, ScramCredential> users = new BootstrapFile(file, iterations, random).read();
    byte[] secret = NodeSecret.in(dataDirectory, random);
    return new ScramSha256(
        username -> Optional.ofNullable(users.get(username)), secret, iterations, random);
  }
}
