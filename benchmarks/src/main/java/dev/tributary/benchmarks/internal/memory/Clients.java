package dev.tributary.benchmarks.internal.memory;

import dev.tributary.benchmarks.internal.process.BenchmarkFailure;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Clients that need as little as a channel can: one handler for all of them, packets as bytes. One
 * thread calls.
 */
final class Clients {

  private static final int UNDER_WAY_MAX = 1_000;
  private static final long PATIENCE_SECONDS = 30;
  private static final int FAILURES_MAX = 100_000;
  private static final int CONNACK = 0x20;
  private static final int SUBACK = 0x90;
  private static final byte[] PINGREQ = {(byte) 0xC0, 0};

  private final Bootstrap bootstrap;
  private final boolean speaking;
  private final boolean subscribing;
  private final int keepAlive;
  private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);

  /** Only the loop changes it, and the caller reads it when all permits are back. */
  private final List<Channel> channels = new ArrayList<>();

  private int failures;

  /**
   * @param speaking whether the server answers, so that a client must say CONNECT
   * @param keepAlive in seconds
   */
  Clients(LocalAddress server, boolean speaking, boolean subscribing, int keepAlive) {
    this.speaking = speaking;
    this.subscribing = subscribing;
    this.keepAlive = keepAlive;
    EventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("clients", true), LocalIoHandler.newFactory());
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(LocalChannel.class)
            .handler(new Answers())
            .remoteAddress(server);
  }

  /** Returns when all are connected and have what they asked for. */
  void connect(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      acquire(1);
      connect("m%07d".formatted(i));
    }
    acquire(UNDER_WAY_MAX);
    underWay.release(UNDER_WAY_MAX);
  }

  private void connect(String name) {
    bootstrap
        .connect()
        .addListener(
            (ChannelFutureListener)
                connecting -> {
                  if (!connecting.isSuccess()) {
                    // Netty makes local addresses out of 32 random bits: of a million some are the
                    // same.
                    failures++;
                    if (failures < FAILURES_MAX) {
                      connect(name);
                    }
                    return;
                  }
                  channels.add(connecting.channel());
                  if (speaking) {
                    say(connecting.channel(), connectPacket(name));
                  } else {
                    underWay.release();
                  }
                });
  }

  private void acquire(int permits) throws InterruptedException {
    if (!underWay.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new BenchmarkFailure(
          "nothing has come of some connections for %d s".formatted(PATIENCE_SECONDS));
    }
  }

  /** For so long every client pings at its time, once in a keep-alive; returns how many did. */
  long ping(long millis) throws InterruptedException {
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    double perNano = channels.size() / (double) TimeUnit.SECONDS.toNanos(keepAlive);
    int pinged = 0;
    for (long now = start; now < end; now = System.nanoTime()) {
      int due = (int) ((now - start) * perNano);
      for (; pinged < due; pinged++) {
        say(channels.get(pinged % channels.size()), Unpooled.wrappedBuffer(PINGREQ));
      }
      Thread.sleep(10);
    }
    return pinged;
  }

  private static void say(Channel channel, ByteBuf packet) {
    ChannelFuture _ = channel.writeAndFlush(packet, channel.voidPromise());
  }

  private ByteBuf connectPacket(String name) {
    byte[] id = name.getBytes(StandardCharsets.US_ASCII);
    return Unpooled.buffer(14 + id.length)
        .writeByte(0x10)
        .writeByte(12 + id.length)
        .writeShort(4)
        .writeBytes("MQTT".getBytes(StandardCharsets.US_ASCII))
        .writeByte(4)
        .writeByte(2)
        .writeShort(keepAlive)
        .writeShort(id.length)
        .writeBytes(id);
  }

  /** A topic of its own, as a device has for its commands. */
  private static ByteBuf subscribePacket(Channel channel) {
    byte[] filter = ("d/" + channel.id().asShortText()).getBytes(StandardCharsets.US_ASCII);
    return Unpooled.buffer(7 + filter.length)
        .writeByte(0x82)
        .writeByte(5 + filter.length)
        .writeShort(1)
        .writeShort(filter.length)
        .writeBytes(filter)
        .writeByte(1);
  }

  @Sharable
  private final class Answers extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      int type = bytes.getUnsignedByte(bytes.readerIndex());
      bytes.release();
      if (type == CONNACK && subscribing) {
        say(context.channel(), subscribePacket(context.channel()));
      } else if (type == CONNACK || type == SUBACK) {
        underWay.release();
      }
    }
  }
}
