package dev.tributary.broker;

import static dev.tributary.testkit.mqtt.Wire.connect5;
import static dev.tributary.testkit.mqtt.Wire.publish5;
import static dev.tributary.testkit.mqtt.Wire.subscribe5;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.testkit.mqtt.RawMqttClient;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of the same process, without sockets. */
class InMemoryIT {

  private final TestBroker server = TestListeners.broker(TestListeners.tcp());
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
  private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws ListenException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private Channel client(LocalAddress address) {
    return new Bootstrap()
        .group(loops)
        .channel(LocalChannel.class)
        .handler(
            new SimpleChannelInboundHandler<ByteBuf>() {
              @Override
              protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
                received.add(ByteBufUtil.hexDump(bytes));
              }
            })
        .connect(address)
        .syncUninterruptibly()
        .channel();
  }

  private String next() throws InterruptedException {
    return String.valueOf(received.poll(20, TimeUnit.SECONDS));
  }

  private static void send(Channel client, byte[] packet) {
    client.writeAndFlush(Unpooled.wrappedBuffer(packet)).syncUninterruptibly();
  }

  @Test
  void goesTheSameWayAsASocket() throws Exception {
    LocalAddress address = server.broker().openInMemory("bench");
    Channel client = client(address);
    send(client, connect5("inside"));
    assertThat(next()).startsWith("20");
    send(client, subscribe5(1, "", "#", 0));
    assertThat(next()).startsWith("90");
    try (RawMqttClient outside = RawMqttClient.connected(server.address(), connect5("outside"))) {
      outside.send(publish5(1, 7, "a", "", "x"));
      outside.read();
      assertThat(next()).isEqualTo("3005000161" + "00" + "78");
      outside.send(subscribe5(1, "", "b", 0)).read();
      send(client, publish5(0, 0, "b", "", "y"));
      outside.expect("3005000162" + "00" + "79");
    }
    assertThat(server.await(BrokerEvent.ClientConnected.class, 1).getFirst().client().listener())
        .isEqualTo("memory:bench");
    assertThat(server.broker().listeners().find("memory:bench")).isEmpty();
    assertThatThrownBy(() -> server.broker().openInMemory("bench"))
        .isInstanceOf(IllegalStateException.class);
    // The takeover by a socket moves the session to another kind of loop.
    try (RawMqttClient outside = RawMqttClient.connected(server.address(), connect5("inside"))) {
      outside.expectNothing();
      client.closeFuture().syncUninterruptibly();
    }
  }

  @Test
  void endsWithTheBroker() throws Exception {
    Channel client = client(server.broker().openInMemory("bench"));
    send(client, connect5("inside"));
    assertThat(next()).startsWith("20");
    server.broker().close();
    assertThat(next()).startsWith("e0").contains("8b");
    client.closeFuture().syncUninterruptibly();
  }
}
