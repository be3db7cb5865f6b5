package dev.tributary.kinesis.local.internal.store;

/**
 * All that is kept of a stream beside its shards.
 *
 * @param incarnation tells it from an earlier one of the same name, and is never given twice
 * @param activeMillis when it turns from CREATING to ACTIVE
 * @param updatedMillis until when it is UPDATING
 * @param goneMillis from when it does not exist; {@link Long#MAX_VALUE} while nobody deletes it
 * @param recent what was done to it lately and is counted
 */
record StreamState(
    StreamSpec spec,
    int incarnation,
    long createdMillis,
    long activeMillis,
    long updatedMillis,
    long goneMillis,
    StreamSettings settings,
    RecentChanges recent) {

  static StreamState created(
      StreamSpec spec,
      int incarnation,
      long createdMillis,
      long activeMillis,
      StreamSettings settings) {
    return new StreamState(
        spec,
        incarnation,
        createdMillis,
        activeMillis,
        0,
        Long.MAX_VALUE,
        settings,
        RecentChanges.NONE);
  }

  StreamStatus status(long nowMillis) {
    if (goneMillis != Long.MAX_VALUE) {
      return StreamStatus.DELETING;
    }
    if (nowMillis < activeMillis) {
      return StreamStatus.CREATING;
    }
    return nowMillis < updatedMillis ? StreamStatus.UPDATING : StreamStatus.ACTIVE;
  }

  StreamState withSettings(StreamSettings settings) {
    return with(updatedMillis, goneMillis, settings, recent);
  }

  StreamState withRecent(RecentChanges recent) {
    return with(updatedMillis, goneMillis, settings, recent);
  }

  /** Never shorter than it was. */
  StreamState updatingUntil(long millis) {
    return with(Math.max(updatedMillis, millis), goneMillis, settings, recent);
  }

  StreamState goneAt(long millis) {
    return with(updatedMillis, millis, settings, recent);
  }

  private StreamState with(
      long updatedMillis, long goneMillis, StreamSettings settings, RecentChanges recent) {
    return new StreamState(
        spec,
        incarnation,
        createdMillis,
        activeMillis,
        updatedMillis,
        goneMillis,
        settings,
        recent);
  }
}
