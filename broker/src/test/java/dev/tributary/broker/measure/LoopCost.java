package dev.tributary.broker.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** What the event loops of this process have used up: processor time and allocated bytes. */
record LoopCost(long nanos, long bytes) {

  private static final String LOOPS = "mqtt";

  static LoopCost now() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long nanos = 0;
    long bytes = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith(LOOPS)) {
        nanos += threads.getThreadCpuTime(thread.getThreadId());
        bytes += threads.getThreadAllocatedBytes(thread.getThreadId());
      }
    }
    return new LoopCost(nanos, bytes);
  }

  LoopCost since(LoopCost earlier) {
    return new LoopCost(nanos - earlier.nanos, bytes - earlier.bytes);
  }

  double microsPer(long messages) {
    return nanos / 1e3 / messages;
  }

  double bytesPer(long messages) {
    return (double) bytes / messages;
  }
}
