package dev.tributary.kinesis.local.internal.store;

/**
 * All that is kept of a stream beside its shards.
 *
 * @param incarnation tells it from an earlier one of the same name, and is never given twice
 * @param activeMillis when it turns from CREATING to ACTIVE
 * @param updatedMillis until when it is UPDATING
 * @param goneMillis from when it does not exist; {@link Long#MAX_VALUE} while nobody deletes it
 */
record StreamState(
    StreamSpec spec,
    int incarnation,
    long createdMillis,
    long activeMillis,
    long updatedMillis,
    long goneMillis,
    StreamSettings settings) {

  static StreamState created(
      StreamSpec spec,
      int incarnation,
      long createdMillis,
      long activeMillis,
      StreamSettings settings) {
    return new StreamState(
        spec, incarnation, createdMillis, activeMillis, 0, Long.MAX_VALUE, settings);
  }

  StreamState withSettings(StreamSettings settings) {
    return new StreamState(
        spec, incarnation, createdMillis, activeMillis, updatedMillis, goneMillis, settings);
  }

  /** Never shorter than it was. */
  StreamState updatingUntil(long millis) {
    return new StreamState(
        spec,
        incarnation,
        createdMillis,
        activeMillis,
        Math.max(updatedMillis, millis),
        goneMillis,
        settings);
  }

  StreamState goneAt(long millis) {
    return new StreamState(
        spec, incarnation, createdMillis, activeMillis, updatedMillis, millis, settings);
  }
}
