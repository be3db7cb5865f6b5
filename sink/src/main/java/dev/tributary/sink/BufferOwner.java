package dev.tributary.sink;

import java.util.List;

/** What the buffer on disk needs of its action. Called by the buffer's loop, without locks held. */
interface BufferOwner {

  /** Gives records to the lanes, in order; false while there are none. */
  boolean handOver(List<QueuedRecord> records);

  /** Lanes give up what is older. */
  void dropBefore(long sequence);

  /** A record that was in no lane is given up. */
  void giveUp(QueuedRecord queued, DropReason reason);

  /** Records of an earlier run were found. */
  void recovered(long records, long bytes);

  /** Records were damaged on disk and can never be delivered. */
  void damaged(long records);

  /** There may be room for those who wait. */
  void roomChanged();

  boolean othersWait();
}
