package dev.tributary.broker.measure;

import dev.tributary.broker.Broker;
import dev.tributary.broker.BrokerEvent;
import dev.tributary.broker.BrokerEventType;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PublishHandler;
import dev.tributary.testkit.mqtt.Wire;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.util.ReferenceCountUtil;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Heap of an idle connection: many clients over Netty's in-memory transport, first to nothing but a
 * channel, then to Netty's codec, then to the broker with a session, then with a subscription of
 * their own. Half of a bare pair is taken off, for it is the client.
 *
 * <p>Arguments: how many connections (100,000). Needs about 20 KiB of heap for each. The waits
 * between are for the garbage collector.
 */
public final class IdleMemory {

  private static final int IN_FLIGHT_MAX = 1_000;
  private static final long PATIENCE_NANOS = 1_000_000;

  private final int connections;
  private final EventLoopGroup clients =
      new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
  private final AtomicLong answered = new AtomicLong();

  /** Netty's own choice, a hash, is not unique among so many. */
  private int nextAddress;

  private IdleMemory(int connections) {
    this.connections = connections;
  }

  public static void main(String[] args) throws Exception {
    int connections = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    new IdleMemory(connections).run();
    System.exit(0);
  }

  private void run() throws Exception {
    fill(bareServer("warm", true), 100, false, false);
    double half = fill(bareServer("bare", false), connections, false, false) / 2.0;
    say("channel alone", half);
    say("with the codec", fill(bareServer("codec", true), connections, false, false) - half);
    try (Broker broker = broker()) {
      broker.start();
      LocalAddress address = broker.openInMemory("idle");
      fill(address, 100, true, true);
      say("connection and session", fill(address, connections, true, false) - half);
      say("and a subscription", fill(address, connections, true, true) - half);
    }
  }

  private static void say(String what, double bytes) {
    System.out.printf("%-25s %6.0f B%n", what, bytes);
  }

  /** Bytes per pair. The connections stay, for closing would be measured too. */
  private double fill(LocalAddress to, int count, boolean mqtt, boolean subscribe)
      throws InterruptedException {
    long before = usedBytes();
    Bootstrap bootstrap =
        new Bootstrap().group(clients).channel(LocalChannel.class).handler(new Answers());
    long expected = answered.get();
    for (int i = 0; i < count; i++) {
      Channel channel =
          bootstrap.connect(to, new LocalAddress("client-" + nextAddress++)).sync().channel();
      if (mqtt) {
        String clientId = (subscribe ? "device-%07d" : "silent-%07d").formatted(i);
        send(channel, Wire.connect4(clientId, true, 300));
        expected++;
        if (subscribe) {
          send(channel, Wire.subscribe4(1, "commands/%07d".formatted(i), 1));
          expected++;
        }
        await(expected - IN_FLIGHT_MAX);
      }
    }
    await(expected);
    long bytes = usedBytes() - before;
    return (double) bytes / count;
  }

  private static void send(Channel channel, byte[] packet) {
    ChannelFuture _ = channel.writeAndFlush(Unpooled.wrappedBuffer(packet));
  }

  private void await(long answers) {
    while (answered.get() < answers) {
      LockSupport.parkNanos(PATIENCE_NANOS);
    }
  }

  private LocalAddress bareServer(String name, boolean codec) throws InterruptedException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    LocalAddress address = new LocalAddress(name);
    new ServerBootstrap()
        .group(loops)
        .channel(LocalServerChannel.class)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (codec) {
                  channel
                      .pipeline()
                      .addLast(new ChannelHandler[] {new MqttDecoder(), MqttEncoder.INSTANCE});
                }
              }
            })
        .bind(address)
        .sync();
    return address;
  }

  /** After everything that was let go of is gone. */
  private static long usedBytes() throws InterruptedException {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      Thread.sleep(500);
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  private static Broker broker() {
    return new Broker(
        BrokerSettings.of(List.of(), MqttLimits.defaults()),
        PublishHandler.NONE,
        new BrokerEvents() {
          @Override
          public boolean wants(BrokerEventType type) {
            return false;
          }

          @Override
          public void on(BrokerEvent event) {}
        },
        InstantSource.system());
  }

  @Sharable
  private final class Answers extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      // CONNACK has 4 bytes, SUBACK 5; both may come at once.
      answered.addAndGet(bytes.readableBytes() / 4);
      ReferenceCountUtil.release(message);
    }
  }
}
