package dev.tributary.rule.sql;

/** Takes everything and keeps nothing. */
enum ForgetfulValueStore implements ValueStore {
  INSTANCE;

  @Override
  public Value get(Value key) {
    return Value.UNDEFINED;
  }

  @Override
  public Value put(Value key, Value value) {
    return Value.UNDEFINED;
  }

  @Override
  public Value remove(Value key) {
    return Value.UNDEFINED;
  }
}
