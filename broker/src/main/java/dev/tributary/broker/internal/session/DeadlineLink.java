package dev.tributary.broker.internal.session;

/** A place in the ring of one slot of a {@link DeadlineWheel}; alone when it is in none. */
class DeadlineLink {

  private DeadlineLink before = this;
  private DeadlineLink after = this;

  final boolean isAlone() {
    return after.equals(this); // none of them has an equality of its own
  }

  final DeadlineLink after() {
    return after;
  }

  /** Between this and what is before it. */
  final void append(DeadlineLink other) {
    other.before = before;
    other.after = this;
    before.after = other;
    before = other;
  }

  final void leave() {
    before.after = after;
    after.before = before;
    before = this;
    after = this;
  }

  /** Everything that is in the ring of {@code other}, which is left alone. */
  final void takeFrom(DeadlineLink other) {
    if (!other.isAlone()) {
      other.append(this);
      other.leave();
    }
  }
}
