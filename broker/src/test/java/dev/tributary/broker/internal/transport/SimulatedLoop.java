package dev.tributary.broker.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * An event loop without a thread: a test runs its tasks when it likes, so that several loops
 * interleave as a seed says. A thread is on one of them at a time.
 */
final class SimulatedLoop extends AbstractScheduledEventExecutor implements EventLoop {

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final Ticker ticker;
  private boolean here;

  SimulatedLoop(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Does something on this loop. */
  void enter(Runnable what) {
    boolean before = here;
    here = true;
    try {
      what.run();
    } finally {
      here = before;
    }
  }

  /** False if there is no task. */
  boolean runOne() {
    Runnable next = tasks.poll();
    if (next != null) {
      enter(next);
    }
    return next != null;
  }

  /** Time has passed: what was due becomes a task. */
  void wake() {
    enter(() -> {
      Runnable due = pollScheduledTask();
      while (due != null) {
        tasks.add(due);
        due = pollScheduledTask();
      }
    });
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return here;
  }

  @Override
  public EventLoop next() {
    return this;
  }

  @Override
  public EventLoopGroup parent() {
    return this;
  }

  @Override
  public ChannelFuture register(Channel channel) {
    return register(new DefaultChannelPromise(channel, this));
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    promise.channel().unsafe().register(this, promise);
    return promise;
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    channel.unsafe().register(this, promise);
    return promise;
  }

  @Override
  public boolean isShuttingDown() {
    return false;
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    return terminationFuture();
  }

  @Override
  public Future<?> terminationFuture() {
    return ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
  }

  @Override
  @Deprecated
  public void shutdown() {}

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
