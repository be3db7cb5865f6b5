package dev.tributary.server.internal.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.broker.ScramCredential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapFileTest {

  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String SALT = Base64.getEncoder().encodeToString(new byte[16]);

  @TempDir private Path folder;

  private Map<String, ScramCredential> read(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("users.csv"), content);
    return new BootstrapFile(file, 4_096, new Random(1)).read();
  }

  @Test
  void passwordsAreSalted() throws Exception {
    Map<String, ScramCredential> users =
        read("user_id,password,is_superuser\nann,\"se,\"\"cret\",true\n\nbob,se,false\n");

    ScramCredential ann = users.get("ann");
    ScramCredential again = ScramCredential.of("se,\"cret", ann.salt(), 4_096, true);
    assertThat(ann.storedKey()).isEqualTo(again.storedKey());
    assertThat(ann.superuser()).isTrue();
    assertThat(users.get("bob").superuser()).isFalse();
    assertThat(users.get("bob").salt()).isNotEqualTo(ann.salt());
  }

  @Test
  void keysAreTakenAsTheyAre() throws Exception {
    ScramCredential user =
        read("salt,user_id,server_key,stored_key\n%s,ann,%s,%s\n".formatted(SALT, KEY, KEY))
            .get("ann");

    assertThat(user.storedKey()).isEqualTo(new byte[32]);
    assertThat(user.iterations()).isEqualTo(4_096);
    assertThat(user.superuser()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "''                                      | expected the names of the columns",
        "user_id,pass                            | column 'pass' is not known",
        "user_id                                 | expected the columns user_id,password",
        "user_id,password,stored_key,server_key,salt | expected the columns",
        "user_id,password;ann                    | line 2: has 1 fields: expected 2",
        "user_id,password;,secret                | line 2: user_id: expected 1 to",
        "user_id,password;ann,                   | line 2: password '': must not be empty",
        "user_id,password;ann,secret;ann,secret  | line 3: user_id 'ann' is there twice",
        "user_id,password;ann,\"secret           | line 2: has a quote that is not closed",
        "user_id,password;ann,\"secret\"x        | line 2: has text after a closing quote",
        "user_id,password,is_superuser;ann,secret,yes | line 2: is_superuser: expected true or false",
        "user_id,stored_key,server_key,salt;ann,secret!,secret!,secret! | line 2: salt: expected Base64",
        "user_id,stored_key,server_key,salt;ann,AAAA,AAAA,AAAAAAAAAAAA | 32 bytes"
      })
  void whatIsWrongIsNamedAndNoSecretIsShown(String content, String problem) {
    String text = content.equals("''") ? "" : content.strip().replace(';', '\n');

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bootstrap_file = " + folder.resolve("users.csv"))
        .hasMessageContaining(problem)
        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("secret"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    BootstrapFile none = new BootstrapFile(folder.resolve("none"), 4_096, new Random(1));

    assertThatThrownBy(none::read).hasMessageContaining("expected a readable CSV file");
  }
}
