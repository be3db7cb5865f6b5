package dev.tributary.rule.sql;

import org.jspecify.annotations.Nullable;

/** A list inside a JSON text that has been scanned; its elements are made when one is read. */
final class JsonArray extends Value.Array {
  private final byte[] text;
  private final int[] tape;

  /** Where its head is on the tape. */
  private final int head;

  // Filled with equal values whoever comes first, so a lost race costs time only.
  private volatile Value @Nullable [] made;

  /** Counted when it is asked for; -1 before. A lost race costs time only, here as well. */
  private int size = -1;

  JsonArray(byte[] text, int[] tape, int head) {
    this.text = text;
    this.tape = tape;
    this.head = head;
  }

  @Override
  Value[] all() {
    Value[] known = made;
    if (known == null) {
      known = make();
      made = known;
    }
    return known;
  }

  private Value[] make() {
    Value[] elements = new Value[size()];
    int at = JsonTape.first(head);
    for (int i = 0; i < elements.length; i++) {
      elements[i] = JsonDecoder.value(text, tape, at, JsonTape.offset(tape[at]));
      at = JsonTape.next(tape, at);
    }
    return elements;
  }

  @Override
  public int size() {
    int known = size;
    if (known < 0) {
      known = JsonTape.count(tape, head);
      size = known;
    }
    return known;
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
