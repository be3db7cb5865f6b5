package dev.tributary.broker.internal.store;

/** What a {@link StoreThread} is asked for. */
sealed interface Request permits Turn, Reading, Request.End {

  /** Nothing comes after it. */
  record End() implements Request {}
}
