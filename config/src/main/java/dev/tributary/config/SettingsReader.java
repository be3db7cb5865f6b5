package dev.tributary.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Brings settings from where people write them into one tree and holds it against a schema. */
public final class SettingsReader {

  /**
   * Variables that start so are settings: {@code TRIBUTARY_NODE__DATA_DIR} is {@code
   * node.data_dir}.
   */
  public static final String ENVIRONMENT_PREFIX = "TRIBUTARY_";

  private static final Pattern PLACE = Pattern.compile("^.*?: \\d+: ");

  private SettingsReader() {}

  /**
   * Reads a HOCON file.
   *
   * @throws SettingsException if it is not there or is not HOCON
   */
  public static ConfigObject file(Path file) throws SettingsException {
    var problems = new Problems();
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      problems.add(
          null,
          file.toString(),
          Files.isDirectory(file)
              ? "is a directory: expected a configuration file"
              : "cannot be read: expected a configuration file");
      throw new SettingsException(problems);
    }
    try {
      Config parsed =
          ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
      return parsed.resolve().root();
    } catch (ConfigException e) {
      ConfigOrigin origin = e.origin();
      boolean lineKnown = origin != null && origin.lineNumber() > 0;
      problems.add(
          null,
          lineKnown ? file + ":" + origin.lineNumber() : file.toString(),
          "is not HOCON: " + sentence(String.valueOf(e.getMessage())));
      throw new SettingsException(problems);
    }
  }

  /**
   * The library's own words without the place, which stands before them already, and its advice.
   */
  private static String sentence(String message) {
    String text = PLACE.matcher(message).replaceFirst("");
    int advice = text.indexOf(" (if you");
    return advice < 0 ? text : text.substring(0, advice);
  }

  /** JSON that has been parsed already, such as a request's body. */
  public static ConfigObject values(Map<String, ?> values, String where) {
    return ConfigValueFactory.fromMap(values, where);
  }

  /**
   * Lays environment variables over a tree.
   *
   * @param reserved variables with the prefix that mean something else, such as those of the
   *     launcher
   */
  public static ConfigObject withEnvironment(
      ConfigObject tree, Map<String, String> environment, java.util.Set<String> reserved) {
    Config result = tree.toConfig();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(ENVIRONMENT_PREFIX) && !reserved.contains(name)) {
        String[] levels =
            name.substring(ENVIRONMENT_PREFIX.length()).toLowerCase(Locale.ROOT).split("__", -1);
        result =
            result.withValue(
                com.typesafe.config.ConfigUtil.joinPath(levels),
                environmentValue(name, variable.getValue()));
      }
    }
    return result.root();
  }

  private static ConfigValue environmentValue(String name, String text) {
    String where = "environment variable " + name;
    if (text.startsWith("[") || text.startsWith("{")) {
      try {
        var options = ConfigParseOptions.defaults().setOriginDescription(where);
        return ConfigFactory.parseString("value = " + text, options).getValue("value");
      } catch (ConfigException _) {
        // Not a list or object after all: the schema says what it should have been.
        return ConfigValueFactory.fromAnyRef(text, where);
      }
    }
    return ConfigValueFactory.fromAnyRef(text, where);
  }

  /**
   * Holds a tree against a schema.
   *
   * @param path where the tree stands, for messages; empty for the root
   * @throws SettingsException with every mistake
   */
  public static Settings read(ObjectSchema schema, ConfigObject tree, String path)
      throws SettingsException {
    var problems = new Problems();
    Setting<Settings> setting = schema.read(tree, path, problems);
    if (setting == null || !problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return setting.value();
  }
}
