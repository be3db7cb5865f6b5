package dev.tributary.rule.sql;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A value of the rule language: what a column holds, what an expression yields, what a JSON text
 * decodes to.
 *
 * <p>Values are immutable and may be shared between threads. A container knows its own nesting
 * depth, so that whoever walks one recursively can bound the walk without looking.
 */
public sealed interface Value {
  /**
   * The value of everything that is not there: an unknown column, a missing key, an index out of
   * range.
   */
  Value UNDEFINED = new Undefined();

  /** JSON's {@code null}, which is not the same as undefined. */
  Value NULL = new Null();

  Bool TRUE = new Bool(true);
  Bool FALSE = new Bool(false);

  /** See {@link #UNDEFINED}. */
  record Undefined() implements Value {}

  /** See {@link #NULL}. */
  record Null() implements Value {}

  /** A truth value; take it from {@link #of(boolean)}. */
  record Bool(boolean value) implements Value {}

  /** An integer that fits 64 bits. */
  record Int(long value) implements Value {}

  /** An integer that does not fit 64 bits; {@link #of(BigInteger)} chooses between the two. */
  record BigInt(BigInteger value) implements Value {}

  /** A finite binary floating point number. */
  // The language calls it float, and it is always written with its owner: Value.Float.
  @SuppressWarnings("AvoidCommonTypeNames")
  record Float(double value) implements Value {}

  static Bool of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static Int of(long value) {
    return SmallInts.of(value);
  }

  /** An integer of any size, in its narrowest form. */
  static Value of(BigInteger value) {
    return value.bitLength() < Long.SIZE ? of(value.longValue()) : new BigInt(value);
  }

  static Float of(double value) {
    return new Float(value);
  }

  static Text of(String value) {
    return new Text(value);
  }

  /** A text of these bytes, which need not be UTF-8. The array is taken over, not copied. */
  static Text of(byte[] value) {
    return new Text(value);
  }

  /** A list of these elements, copied. */
  static Array of(Collection<? extends Value> elements) {
    return new EntryArray(elements.toArray(Value[]::new));
  }

  static Array of(Value... elements) {
    return new EntryArray(elements.clone());
  }

  /**
   * How many containers stand inside each other in the value, or a little more; 0 for everything
   * that is not a list or map.
   */
  static int depthOf(Value value) {
    return switch (value) {
      case Array array -> array.depth();
      case Map map -> map.depth();
      case Undefined _, Null _, Bool _, Int _, BigInt _, Float _, Text _ -> 0;
    };
  }

  /**
   * Roughly how many bytes the value takes as JSON, however often its parts stand in it. Known
   * without looking inside, so that whoever writes or compares it can refuse before.
   */
  static int weightOf(Value value) {
    return switch (value) {
      case Array array -> array.weight();
      case Map map -> map.weight();
      case Text text -> text.size();
      case BigInt number -> number.value().bitLength() / 3;
      case Undefined _, Null _, Bool _, Int _, Float _ -> 1;
    };
  }

  /**
   * A string of bytes or characters. Whichever form it was not made from is made on first use and
   * kept; so is its decoding as JSON, so that the payload of a message is parsed at most once,
   * however many rules look inside it.
   */
  final class Text implements Value {
    private final Object given;
    // Filled at most once each with an equal result whoever comes first, so a lost race costs time
    // only.
    private volatile @Nullable Object other;
    private volatile @Nullable Object decoded;

    private Text(Object given) {
      this.given = given;
    }

    /** The text as characters; bytes that are no UTF-8 appear as U+FFFD. */
    public String string() {
      if (given instanceof String string) {
        return string;
      }
      String made = (String) other;
      if (made == null) {
        made = new String((byte[]) given, StandardCharsets.UTF_8);
        other = made;
      }
      return made;
    }

    /** The text as bytes. The array is shared: nobody may write to it. */
    public byte[] bytes() {
      if (given instanceof byte[] bytes) {
        return bytes;
      }
      byte[] made = (byte[]) other;
      if (made == null) {
        made = ((String) given).getBytes(StandardCharsets.UTF_8);
        other = made;
      }
      return made;
    }

    /** What the text decodes to as JSON; decoded once, and a failure is remembered too. */
    public Value json() throws JsonException {
      Object known = decoded;
      if (known == null) {
        known = decode();
        decoded = known;
      }
      if (known instanceof JsonException failure) {
        throw failure;
      }
      return (Value) known;
    }

    private Object decode() {
      try {
        return Json.parse(bytes());
      } catch (JsonException e) {
        return e;
      }
    }

    /** The same text without what it decodes to. */
    Text undecoded() {
      return decoded == null ? this : new Text(given);
    }

    /** The bytes if the text was made of bytes. */
    byte @Nullable [] givenBytes() {
      return given instanceof byte[] bytes ? bytes : null;
    }

    /** Whether the text was made of characters, and so is valid in every form. */
    public boolean isText() {
      return given instanceof String;
    }

    /** Its length in the form it was made from: a rough size that costs nothing. */
    public int size() {
      return given instanceof byte[] bytes ? bytes.length : ((String) given).length();
    }

    public boolean isEmpty() {
      return given instanceof byte[] bytes ? bytes.length == 0 : ((String) given).isEmpty();
    }

    @Override
    public boolean equals(@Nullable Object object) {
      if (!(object instanceof Text that)) {
        return false;
      }
      if (given instanceof String mine && that.given instanceof String theirs) {
        return mine.equals(theirs);
      }
      return Arrays.equals(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
      return string();
    }
  }

  /** A list. Indexes here are 0-based; those of the language are 1-based. */
  abstract sealed class Array implements Value permits EntryArray, JsonArray {
    Array() {}

    public abstract int size();

    /** As {@link Map#depth}. */
    public abstract int depth();

    /** See {@link Value#weightOf}. */
    abstract int weight();

    /** All elements, not to be written to. */
    abstract Value[] all();

    public Value element(int index) {
      return all()[index];
    }

    /** The elements, unmodifiable. */
    public List<Value> elements() {
      return Collections.unmodifiableList(Arrays.asList(all()));
    }

    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof Array that && Arrays.equals(all(), that.all());
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(all());
    }

    @Override
    public String toString() {
      return Json.writeText(this);
    }
  }

  /**
   * A map from text keys, in the order in which its keys were first put. Equality does not look at
   * the order.
   */
  abstract sealed class Map implements Value permits EntryMap, JsonMap {
    Map() {}

    public static Map empty() {
      return EntryMap.EMPTY;
    }

    /** A map of one entry. */
    public static Map of(String key, Value value) {
      return builder().put(key, value).build();
    }

    public static Builder builder() {
      return new Builder(MapShape.EMPTY, new Value[4], 0);
    }

    /** A builder that starts with the entries of this map. */
    public abstract Builder toBuilder();

    /** The value of the key, {@link #UNDEFINED} if there is none. */
    public abstract Value value(String key);

    public abstract boolean contains(String key);

    public abstract int size();

    public abstract boolean isEmpty();

    /** The keys in order, unmodifiable. */
    public abstract List<String> keys();

    /** The keys, for making more maps with the same. */
    public abstract MapShape shape();

    public abstract void forEach(BiConsumer<String, Value> consumer);

    /**
     * How many containers stand inside each other here, this one included. In a JSON text members
     * that a later one of the same name replaces count too.
     */
    public abstract int depth();

    /** See {@link Value#weightOf}. */
    abstract int weight();

    /** This map with all its values there. */
    abstract EntryMap entries();

    @Override
    public boolean equals(@Nullable Object object) {
      return object instanceof Map that && entries().sameAs(that.entries());
    }

    @Override
    public int hashCode() {
      return entries().contentHash();
    }

    @Override
    public String toString() {
      return Json.writeText(this);
    }

    /** Collects the entries of a map; used once, by one thread. */
    public static final class Builder {
      /** Keys put so far and, while they come as expected, those still to come. */
      private MapShape shape;

      private Value[] values;
      private int size;
      private boolean ownsShape;

      Builder(MapShape shape, Value[] values, int size) {
        this.shape = shape;
        this.values = values;
        this.size = size;
      }

      /** Puts or replaces; a replaced value keeps the place of its key. */
      public Builder put(String key, Value value) {
        int at = shape.indexOf(key);
        if (at >= 0 && at < size) {
          values[at] = value;
          return this;
        }
        if (at != size) {
          leaveShape(key);
        }
        if (size == values.length) {
          values = Arrays.copyOf(values, Math.max(4, size * 2));
        }
        values[size++] = value;
        return this;
      }

      private void leaveShape(String key) {
        if (!ownsShape) {
          shape = shape.startOf(size);
          ownsShape = true;
        }
        shape.add(key);
      }

      /** What was put under the key so far, {@link #UNDEFINED} if nothing. */
      public Value value(String key) {
        int at = shape.indexOf(key);
        return at < 0 || at >= size ? UNDEFINED : values[at];
      }

      public boolean contains(String key) {
        int at = shape.indexOf(key);
        return at >= 0 && at < size;
      }

      public Builder putAll(Map map) {
        map.forEach(this::put);
        return this;
      }

      public Map build() {
        return entries();
      }

      EntryMap entries() {
        return size == 0
            ? EntryMap.EMPTY
            : new EntryMap(size == shape.size() ? shape : shape.startOf(size), values);
      }
    }
  }
}
