package dev.tributary.rule.sql;

/**
 * What a scan of a JSON text leaves behind: where things are, in the order of the text, so that
 * values can be made later without scanning again.
 *
 * <p>One place per element of a list (where its value starts) and per member of a map (where its
 * key starts, behind the quote). If the value is a list or map, its head follows: two places, the
 * end of what belongs to it on the tape and its depth; then its own elements or members. The first
 * place is the outermost value, as if it were an element.
 */
final class JsonTape {
  /** The value is a list or map, whose head comes next. */
  static final int CONTAINER = 1 << 31;

  /** The key is written with escapes. */
  static final int ESCAPED = 1 << 30;

  /** No text may be longer than its offsets can tell. */
  static final int OFFSET_MAX = ESCAPED - 1;

  private static final int HEAD = 2;

  private JsonTape() {}

  static int offset(int place) {
    return place & OFFSET_MAX;
  }

  static boolean isContainer(int place) {
    return place < 0;
  }

  static boolean isEscaped(int place) {
    return (place & ESCAPED) != 0;
  }

  /** The first element or member of a container. */
  static int first(int head) {
    return head + HEAD;
  }

  /** Behind the last element or member of a container. */
  static int end(int[] tape, int head) {
    return tape[head];
  }

  static int depth(int[] tape, int head) {
    return tape[head + 1];
  }

  /** The element or member behind the one at this place. */
  static int next(int[] tape, int at) {
    return isContainer(tape[at]) ? tape[at + 1] : at + 1;
  }

  /** How many elements a container has; members of one name count each. */
  static int count(int[] tape, int head) {
    int count = 0;
    for (int at = first(head); at < end(tape, head); at = next(tape, at)) {
      count++;
    }
    return count;
  }

  /** Bytes from the start of a container to what comes behind it on the tape. */
  static int weight(byte[] text, int[] tape, int head) {
    int end = end(tape, head);
    int behind = end < tape.length ? offset(tape[end]) : 0;
    return (behind == 0 ? text.length : behind) - offset(tape[head - 1]);
  }
}
