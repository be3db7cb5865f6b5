package dev.tributary.server.internal.node;

import dev.tributary.config.Settings;
import dev.tributary.config.SettingsException;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.ConfigurationSchema;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What a node is started with.
 *
 * @param root the configuration file under the environment's values, valid
 * @param home what relative paths start at
 */
public record NodeSettings(Settings root, Path home) {

  /**
   * Reads file and environment.
   *
   * @param reserved a variable with the settings' prefix that is none
   * @throws SettingsException with every mistake
   */
  public static NodeSettings read(
      Path file, Path home, Map<String, String> environment, String reserved)
      throws SettingsException {
    var tree =
        SettingsReader.withEnvironment(SettingsReader.file(file), environment, Set.of(reserved));
    return new NodeSettings(SettingsReader.read(ConfigurationSchema.root(), tree, ""), home);
  }

  String nodeName() {
    return root.object("node").text("name");
  }

  Path dataDirectory() {
    return home.resolve(root.object("node").text("data_dir")).normalize();
  }
}
