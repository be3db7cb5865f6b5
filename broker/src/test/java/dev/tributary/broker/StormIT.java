package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect4;
import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.hex;
import static dev.tributary.testkit.mqtt.Wire.join;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe4;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.RawMqttClient;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that come and go by thousands; README.md tells how to have more of them. */
class StormIT {

  private static final int CONNECTIONS = Integer.getInteger("tributary.storm.connections", 3_000);

  /** So many are under way at a time. */
  private static final int AT_ONCE = 64;

  private final TestBroker server = TestListeners.broker(TestListeners.tcp());
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, LocalIoHandler.newFactory());
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final AtomicLong received = new AtomicLong();
  private LocalAddress address = LocalAddress.ANY;

  @BeforeEach
  void start() throws ListenException {
    server.start();
    server.wants(EnumSet.noneOf(BrokerEventType.class)); // they are many
    address = server.broker().openInMemory("storm");
  }

  @AfterEach
  void stop() {
    server.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Says something as soon as it is connected. */
  private Channel client(byte[] words, boolean hangsUp) {
    return new Bootstrap()
        .group(loops)
        .channel(LocalChannel.class)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Talker(words, hangsUp));
              }
            })
        .connect(address)
        .channel();
  }

  private final class Talker extends SimpleChannelInboundHandler<ByteBuf> {

    private final byte[] words;
    private final boolean hangsUp;

    Talker(byte[] words, boolean hangsUp) {
      this.words = words;
      this.hangsUp = hangsUp;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ChannelFuture said = ctx.writeAndFlush(Unpooled.wrappedBuffer(words));
      if (hangsUp) {
        ChannelFuture _ = said.addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
      received.addAndGet(bytes.readableBytes());
    }
  }

  private Channel come(byte[] words, boolean hangsUp) throws InterruptedException {
    room.acquire();
    Channel client = client(words, hangsUp);
    ChannelFuture _ = client.closeFuture().addListener(_ -> room.release());
    return client;
  }

  @Test
  void whoComesAndGoesLeavesNothing() throws Exception {
    byte[] whole = join(connect4("c", true, 0), subscribe4(1, "a/#", 1));
    for (int i = 0; i < CONNECTIONS; i++) {
      byte[] words =
          switch (i % 4) {
            case 0 -> new byte[0];
            case 1 -> hex("10");
            case 2 -> join(connect4("c" + i, true, 0), subscribe4(1, "a/#", 1));
            default -> whole;
          };
      Channel _ = come(words, true);
    }
    room.acquire(AT_ONCE);
    server.await("connections.count", 0);
    server.await("sessions.count", 0);
    server.await("subscriptions.count", 0);
    server.await("topics.count", 0);
  }

  @Test
  void oneOfManyWithTheSameClientIdentifierSurvives() throws Exception {
    for (int i = 0; i < CONNECTIONS; i++) {
      boolean clean = i % 3 == 0;
      Channel _ =
          come(
              join(
                  connect5("same", clean, 0, "11ffffffff"),
                  subscribe5(1, "", "$share/g/a", 1),
                  publish5(1, 2, "a", "", "x")),
              i % 5 == 0);
    }
    // Before, one of those on their way could come after the last one.
    TestBroker.await(
        () -> room.availablePermits() >= AT_ONCE - 1,
        () -> AT_ONCE - room.availablePermits() + " connections are left");
    Channel last = client(join(connect5("same", false, 0, "11000000ff"), hex("c000")), false);
    server.await("packets.pingreq.received", 1);
    room.acquire(AT_ONCE); // all others are closed
    assertThat(last.isActive()).isTrue();
    server.await("connections.count", 1);
    server.await("sessions.count", 1);
    last.close().syncUninterruptibly();
    server.await("connections.count", 0);
    server.advanceSeconds(300);
    server.await("sessions.count", 0);
    server.await("subscriptions.count", 0);
    server.await("subscriptions.shared.count", 0);
    server.await("topics.count", 0);
  }

  @Test
  void membersComeAndGoAndEachPublishIsAcknowledged() throws Exception {
    List<Channel> staying = new ArrayList<>();
    try (RawMqttClient publisher =
        RawMqttClient.connected(server.address(), connect5("publisher"))) {
      for (int i = 0; i < CONNECTIONS / 10; i++) {
        Channel member =
            come(
                join(connect5("member" + i % 20), subscribe5(1, "", "$share/g/a/#", 2)),
                i % 2 == 0);
        staying.add(member);
        publisher.send(publish5(1, 1 + i % 30, "a/b", "", "x"));
        assertThat(publisher.read()[0]).as("PUBACK").isEqualTo((byte) 0x40);
      }
    }
    staying.forEach(each -> each.close().awaitUninterruptibly());
    room.acquire(AT_ONCE);
    server.await("connections.count", 0);
    server.await("subscriptions.shared.count", 0);
    server.await("sessions.count", 0);
  }
}
