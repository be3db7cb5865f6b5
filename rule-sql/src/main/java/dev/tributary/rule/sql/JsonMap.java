package dev.tributary.rule.sql;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map inside a JSON text that has been scanned. A value is made when it is read; whoever asks for
 * more than single keys gets all entries made, once.
 */
final class JsonMap extends Value.Map {
  /** So many texts and containers are remembered one by one; then all entries are made. */
  private static final int READS_MAX = 8;

  /** From so many places on the tape on, a search costs more than remembering what it found. */
  private static final int LARGE = 64;

  /** A value that was read, and those read before. */
  private record Read(String key, Value value, int count, @Nullable Read before) {}

  private final byte[] text;
  private final int[] tape;

  /** Where its head is on the tape. */
  private final int head;

  /**
   * A {@link Read}, or the {@link EntryMap} of everything. Whoever comes first or last puts what
   * equals the others', so a lost race costs time only.
   */
  private volatile @Nullable Object known;

  JsonMap(byte[] text, int[] tape, int head) {
    this.text = text;
    this.tape = tape;
    this.head = head;
  }

  @Override
  public Value value(String key) {
    Object before = known;
    if (before instanceof EntryMap all) {
      return all.value(key);
    }
    for (Read read = (Read) before; read != null; read = read.before()) {
      if (read.key().equals(key)) {
        return read.value();
      }
    }
    Value found = search(key);
    if (isWorthKeeping(found)) {
      keep(key, found, (Read) before);
    }
    return found;
  }

  /** The last one of that name, as with every reader that puts one after the other. */
  private Value search(String key) {
    int found = -1;
    int end = JsonTape.end(tape, head);
    for (int at = JsonTape.first(head); at < end; at = JsonTape.next(tape, at)) {
      if (JsonDecoder.isKey(text, tape[at], key)) {
        found = at;
      }
    }
    return found < 0 ? UNDEFINED : JsonDecoder.member(text, tape, found);
  }

  /** Numbers are made again for less than it takes to remember them. */
  private boolean isWorthKeeping(Value value) {
    return value instanceof Text
        || value instanceof Map
        || value instanceof Array
        || JsonTape.end(tape, head) - head > LARGE;
  }

  private void keep(String key, Value value, @Nullable Read before) {
    int count = before == null ? 1 : before.count() + 1;
    known = count > READS_MAX ? make() : new Read(key, value, count, before);
  }

  @Override
  EntryMap entries() {
    if (known instanceof EntryMap all) {
      return all;
    }
    EntryMap all = make();
    known = all;
    return all;
  }

  private EntryMap make() {
    Builder builder = Value.Map.builder();
    int end = JsonTape.end(tape, head);
    for (int at = JsonTape.first(head); at < end; at = JsonTape.next(tape, at)) {
      builder.put(JsonDecoder.key(text, tape[at]), JsonDecoder.member(text, tape, at));
    }
    return builder.entries();
  }

  @Override
  public MapShape shape() {
    return entries().shape();
  }

  @Override
  public Builder toBuilder() {
    return entries().toBuilder();
  }

  @Override
  public boolean contains(String key) {
    return !(value(key) instanceof Undefined);
  }

  @Override
  public int size() {
    return entries().size();
  }

  @Override
  public boolean isEmpty() {
    return JsonTape.end(tape, head) == JsonTape.first(head);
  }

  @Override
  public List<String> keys() {
    return entries().keys();
  }

  @Override
  public void forEach(BiConsumer<String, Value> consumer) {
    entries().forEach(consumer);
  }

  @Override
  public int depth() {
    return JsonTape.depth(tape, head);
  }

  @Override
  int weight() {
    return JsonTape.weight(text, tape, head);
  }
}
