package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.broker.Ban;
import dev.tributary.broker.Bans;
import dev.tributary.management.internal.banned.BanKinds;
import dev.tributary.management.internal.banned.BannedEntry;
import dev.tributary.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BannedClientsTest {

  @TempDir Path data;
  private final TestClock clock = new TestClock();

  /** Remembers what is in force. */
  private static final class InForce implements Bans {
    private List<Ban> bans = List.of();

    @Override
    public void replace(Collection<Ban> all) {
      if (all.stream().anyMatch(ban -> ban.who().equals("too much"))) {
        throw new IllegalArgumentException("too much");
      }
      bans = List.copyOf(all);
    }
  }

  private final InForce inForce = new InForce();

  private BannedClients open() throws Exception {
    return BannedClients.open(data, inForce, clock);
  }

  private BannedEntry entry(Ban.Kind kind, String who, long untilMillis) {
    return new BannedEntry(BanKinds.ban(kind, who, untilMillis), "me", "why", clock.millis());
  }

  @Test
  void whoIsBannedIsBannedAfterARestart() throws Exception {
    BannedClients before = open();
    before.add(entry(Ban.Kind.CLIENT_ID, "a", Long.MAX_VALUE));
    before.add(entry(Ban.Kind.PEER_NETWORK, "10.9.0.0/16", clock.millis() + 60_000));
    List<BannedEntry> kept = before.all();
    inForce.bans = List.of();

    BannedClients after = open();

    assertThat(after.all()).isEqualTo(kept);
    assertThat(inForce.bans).hasSize(2);
  }

  @Test
  void aBanEndsByItself() throws Exception {
    BannedClients banned = open();
    banned.add(entry(Ban.Kind.CLIENT_ID, "a", clock.millis() + 1_000));

    clock.advance(Duration.ofSeconds(2));

    assertThat(banned.all()).isEmpty();
    assertThat(banned.add(entry(Ban.Kind.CLIENT_ID, "a", Long.MAX_VALUE)))
        .as("the same may be banned anew")
        .isTrue();
    assertThat(open().all()).hasSize(1);
  }

  @Test
  void theSameIsBannedOnce() throws Exception {
    BannedClients banned = open();

    assertThat(banned.add(entry(Ban.Kind.USERNAME, "a", Long.MAX_VALUE))).isTrue();
    assertThat(banned.add(entry(Ban.Kind.USERNAME, "a", clock.millis() + 1))).isFalse();
    assertThat(banned.add(entry(Ban.Kind.CLIENT_ID, "a", Long.MAX_VALUE))).isTrue();
    assertThat(banned.remove(Ban.Kind.USERNAME, "a")).isTrue();
    assertThat(banned.remove(Ban.Kind.USERNAME, "a")).isFalse();
    assertThat(inForce.bans).extracting(Ban::kind).containsExactly(Ban.Kind.CLIENT_ID);
  }

  @Test
  void whatCannotBeWrittenChangesNothing() throws Exception {
    BannedClients banned = open();
    banned.add(entry(Ban.Kind.CLIENT_ID, "a", Long.MAX_VALUE));
    // A folder in the way of the temporary file that is not empty.
    Files.createDirectories(data.resolve("configs").resolve("banned.json.tmp").resolve("x"));

    assertThatThrownBy(() -> banned.add(entry(Ban.Kind.CLIENT_ID, "b", Long.MAX_VALUE)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(banned::clear).isInstanceOf(IOException.class);

    assertThat(banned.all()).hasSize(1);
    assertThat(inForce.bans).extracting(Ban::who).containsExactly("a");
  }

  @Test
  void whatTheBrokerRefusesIsNotKept() throws Exception {
    BannedClients banned = open();

    assertThatThrownBy(() -> banned.add(entry(Ban.Kind.CLIENT_ID, "too much", Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(banned.all()).isEmpty();
    assertThat(open().all()).isEmpty();
  }

  @Test
  void aLineThatIsNotValidBansNobodyAndHidesNoOther() throws Exception {
    Path file = Files.createDirectories(data.resolve("configs")).resolve("banned.json");
    Files.writeString(
        file,
        """
        {"format":1,"banned":[{"as":"clientid_re","who":"("},{"as":"zz","who":"a"},{"as":"clientid","who":"b"}]}\
        """);

    assertThat(open().all()).extracting(one -> one.ban().who()).containsExactly("b");
  }

  @Test
  void aDamagedFileIsNamed() throws Exception {
    Path file = Files.createDirectories(data.resolve("configs")).resolve("banned.json");
    Files.writeString(file, "{\"format\":1,");

    assertThatThrownBy(this::open)
        .isInstanceOf(DefinitionStoreException.class)
        .hasMessageContaining("banned.json")
        .hasMessageContaining("nobody banned");
  }
}
