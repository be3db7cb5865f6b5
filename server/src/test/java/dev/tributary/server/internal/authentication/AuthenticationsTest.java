package dev.tributary.server.internal.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.broker.EnhancedAuthentication;
import dev.tributary.config.SettingsReader;
import dev.tributary.management.ConfigurationSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationsTest {

  private static final Map<String, Object> SCRAM =
      Map.of("mechanism", "scram", "bootstrap_file", "users.csv");

  @TempDir private Path home;

  @BeforeEach
  void users() throws Exception {
    Files.writeString(home.resolve("users.csv"), "user_id,password\nann,secret\n");
  }

  private List<EnhancedAuthentication> of(List<Map<String, Object>> methods) throws Exception {
    var tree = SettingsReader.values(Map.of("authentication", methods), "test");
    return Authentications.of(
        SettingsReader.read(ConfigurationSchema.root(), tree, ""), home, home, new SecureRandom());
  }

  @Test
  void scramIsMadeOfItsFile() throws Exception {
    assertThat(of(List.of(SCRAM)))
        .singleElement()
        .extracting(EnhancedAuthentication::method)
        .isEqualTo("SCRAM-SHA-256");
  }

  @Test
  void nothingIsMadeOfWhatIsNotEnabled() throws Exception {
    assertThat(
            of(
                List.of(
                    Map.of("mechanism", "scram", "bootstrap_file", "none.csv", "enable", false))))
        .isEmpty();
    assertThat(of(List.of())).isEmpty();
  }

  @Test
  void oneMethodTwiceIsRefused() {
    assertThatThrownBy(() -> of(List.of(SCRAM, SCRAM)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("authentication[2].mechanism = scram: is given twice");
  }

  @Test
  void theSecretStaysAndIsForItsOwnerOnly() throws Exception {
    byte[] first = NodeSecret.in(home, new SecureRandom());
    assertThat(NodeSecret.in(home, new SecureRandom())).isEqualTo(first).hasSize(32);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("scram-secret"))))
        .isEqualTo("rw-------");
  }
}
