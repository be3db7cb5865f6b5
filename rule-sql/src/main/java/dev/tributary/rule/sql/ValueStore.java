package dev.tributary.rule.sql;

/**
 * Values that outlive one evaluation: the key-value store of the node, the dictionary of a
 * connection. Keys are any value; {@code 1} and {@code 1.0} are two.
 *
 * <p>Called on the thread that evaluates; must not block.
 */
public interface ValueStore {
  /** The value of the key, {@link Value#UNDEFINED} if there is none. */
  Value get(Value key);

  /**
   * Keeps the value under the key.
   *
   * @return what was there before, {@link Value#UNDEFINED} if nothing
   * @throws EvaluationException if the store is full; what it held stays
   */
  Value put(Value key, Value value) throws EvaluationException;

  /** Forgets the key and gives what was there, {@link Value#UNDEFINED} if nothing. */
  Value remove(Value key);

  /** A store that keeps nothing, where there is no connection whose values it could be. */
  static ValueStore forgetful() {
    return ForgetfulValueStore.INSTANCE;
  }
}
