package dev.tributary.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.broker.Ban;
import dev.tributary.broker.Bans;
import dev.tributary.management.internal.banned.BanKinds;
import dev.tributary.management.internal.banned.BannedEntry;
import dev.tributary.management.internal.store.StoredJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of those who may not come in, kept in {@code <data_dir>/configs/banned.json} and in
 * force through {@link Bans}. At most {@value #ENTRIES_MAX} entries.
 *
 * <p>Reads are lock-free. Changes are made one at a time, and hold once they are on disk; one that
 * could not be written changes nothing.
 */
public final class BannedClients {

  /** Most entries; each is compared with every CONNECT, and the file is written as a whole. */
  public static final int ENTRIES_MAX = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(BannedClients.class);

  private static final String FILE = "banned.json";
  private static final String LIST = "banned";

  private record Key(Ban.Kind kind, String who) {}

  private final StoredJson file;
  private final ObjectNode content;
  private final Bans bans;
  private final InstantSource clock;
  private volatile Map<Key, BannedEntry> entries;

  private BannedClients(
      StoredJson file,
      ObjectNode content,
      Bans bans,
      InstantSource clock,
      Map<Key, BannedEntry> entries) {
    this.file = file;
    this.content = content;
    this.bans = bans;
    this.clock = clock;
    this.entries = entries;
  }

  /**
   * Reads the list and puts it in force. What is not valid (any more) is logged and bans nobody.
   *
   * @throws DefinitionStoreException if the file is damaged or cannot be read
   */
  public static BannedClients open(Path dataDirectory, Bans bans, InstantSource clock)
      throws DefinitionStoreException {
    var file = new StoredJson(dataDirectory, FILE, "nobody banned");
    ObjectNode content = file.load();
    Map<Key, BannedEntry> entries = new LinkedHashMap<>();
    for (JsonNode stored : content.path(LIST)) {
      BannedEntry entry = entry(stored, file.path());
      if (entry != null && !entry.isOver(clock.millis())) {
        entries.put(key(entry.ban()), entry);
      }
    }
    var banned = new BannedClients(file, content, bans, clock, entries);
    banned.enforce(entries);
    return banned;
  }

  private static @Nullable BannedEntry entry(JsonNode stored, Path file) {
    try {
      Ban.Kind kind =
          BanKinds.of(stored.path("as").asText())
              .orElseThrow(() -> new IllegalArgumentException("as: is not known"));
      return new BannedEntry(
          BanKinds.ban(
              kind, stored.path("who").asText(), stored.path("until").asLong(Long.MAX_VALUE)),
          stored.path("by").asText(),
          stored.path("reason").asText(),
          stored.path("at").asLong());
    } catch (IllegalArgumentException e) {
      LOG.error("{}: {} bans nobody: {}", file, stored, e.getMessage());
      return null;
    }
  }

  /** Everybody who is banned now, in the order in which they were. */
  public List<BannedEntry> all() {
    long now = clock.millis();
    return entries.values().stream().filter(entry -> !entry.isOver(now)).toList();
  }

  public Optional<BannedEntry> find(Ban.Kind kind, String who) {
    return Optional.ofNullable(entries.get(new Key(kind, who)))
        .filter(entry -> !entry.isOver(clock.millis()));
  }

  /**
   * Bans; false if the same is banned already, or if the list is full.
   *
   * @throws IllegalArgumentException if the broker cannot take it; the message says why
   * @throws IOException if it could not be written, and does not hold
   */
  public synchronized boolean add(BannedEntry entry) throws IOException {
    Map<Key, BannedEntry> next = inForce();
    if (next.size() >= ENTRIES_MAX || next.putIfAbsent(key(entry.ban()), entry) != null) {
      return false;
    }
    commit(next);
    return true;
  }

  /** Lets somebody in again; false if there is no such ban. */
  public synchronized boolean remove(Ban.Kind kind, String who) throws IOException {
    Map<Key, BannedEntry> next = inForce();
    if (next.remove(new Key(kind, who)) == null) {
      return false;
    }
    commit(next);
    return true;
  }

  /** Lets everybody in again. */
  public synchronized void clear() throws IOException {
    commit(Map.of());
  }

  private Map<Key, BannedEntry> inForce() {
    Map<Key, BannedEntry> next = new LinkedHashMap<>();
    all().forEach(entry -> next.put(key(entry.ban()), entry));
    return next;
  }

  private void commit(Map<Key, BannedEntry> next) throws IOException {
    ObjectNode changed = content.deepCopy();
    var list = changed.putArray(LIST);
    next.values().forEach(entry -> list.add(stored(entry)));
    enforce(next);
    try {
      file.save(changed);
    } catch (IOException e) {
      enforce(entries);
      throw e;
    }
    entries = next;
  }

  private static ObjectNode stored(BannedEntry entry) {
    ObjectNode stored = JsonNodeFactory.instance.objectNode();
    stored.put("as", BanKinds.text(entry.ban().kind()));
    stored.put("who", entry.ban().who());
    stored.put("by", entry.by());
    stored.put("reason", entry.reason());
    stored.put("at", entry.atMillis());
    if (entry.ban().untilMillis() != Long.MAX_VALUE) {
      stored.put("until", entry.ban().untilMillis());
    }
    return stored;
  }

  private void enforce(Map<Key, BannedEntry> inForce) {
    bans.replace(inForce.values().stream().map(BannedEntry::ban).toList());
  }

  private static Key key(Ban ban) {
    return new Key(ban.kind(), ban.who());
  }
}
