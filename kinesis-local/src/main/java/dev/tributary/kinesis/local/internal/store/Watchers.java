package dev.tributary.kinesis.local.internal.store;

import java.util.Arrays;

/** Who wants to hear of a shard's news. Any thread; an array, because mostly nobody does. */
final class Watchers {
  private static final Watch[] NOBODY = {};

  private volatile Watch[] watches = NOBODY;

  boolean isEmpty() {
    return watches.length == 0;
  }

  synchronized Watch add(Runnable wake) {
    Watch watch = new Watch(this, wake);
    Watch[] more = Arrays.copyOf(watches, watches.length + 1);
    more[watches.length] = watch;
    watches = more;
    return watch;
  }

  synchronized void remove(Watch watch) {
    watches = Arrays.stream(watches).filter(other -> other != watch).toArray(Watch[]::new);
  }

  void wake() {
    for (Watch watch : watches) {
      watch.wake().run();
    }
  }
}
