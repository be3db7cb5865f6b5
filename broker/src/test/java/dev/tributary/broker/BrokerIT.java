package dev.tributary.broker;

import static dev.tributary.broker.Wire.connect4;
import static dev.tributary.broker.Wire.connect5;
import static dev.tributary.broker.Wire.hex;
import static dev.tributary.broker.Wire.join;
import static dev.tributary.broker.Wire.packet;
import static dev.tributary.broker.Wire.publish;
import static dev.tributary.broker.Wire.publish4;
import static dev.tributary.broker.Wire.publish5;
import static dev.tributary.broker.Wire.subscribe4;
import static dev.tributary.broker.Wire.subscribe5;
import static dev.tributary.broker.Wire.text;
import static dev.tributary.broker.Wire.two;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The protocol on real sockets, byte by byte. */
class BrokerIT {

  private final TestBroker server = new TestBroker(MqttLimits.defaults());

  @BeforeEach
  void start() throws ListenException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawClient four(String clientId) throws IOException {
    return RawClient.connected(server.address(), connect4(clientId, true, 0));
  }

  private RawClient five(String clientId) throws IOException {
    return RawClient.connected(server.address(), connect5(clientId));
  }

  @Test
  void aPublishReachesItsSubscriberInEveryQualityOfService() throws IOException {
    try (RawClient subscriber = four("s");
        RawClient publisher = four("p")) {
      subscriber.send(subscribe4(1, "t/#", 2)).expect("9003 0001 02");

      publisher.send(publish4(0, 0, "t/0", "zero"));
      subscriber.expect(publish4(0, 0, "t/0", "zero"));

      publisher.send(publish4(1, 7, "t/1", "one")).expect("4002 0007");
      subscriber.expect(publish4(1, 1, "t/1", "one")).send(hex("4002 0001"));

      publisher.send(publish4(2, 8, "t/2", "two")).expect("5002 0008");
      publisher.send(hex("6202 0008")).expect("7002 0008");
      subscriber.expect(publish4(2, 2, "t/2", "two")).send(hex("5002 0002"));
      subscriber.expect("6202 0002").send(hex("7002 0002")).expectNothing();
    }
    assertThat(server.metric("messages.received")).isEqualTo(3);
    assertThat(server.metric("messages.acked")).isEqualTo(2);
  }

  @Test
  void packetsMayBeSplitAtEveryByte() throws IOException {
    byte[] all =
        join(
            connect5("split"),
            subscribe5(1, "", "a", 1),
            publish5(1, 9, "a", "", "x"),
            hex("c000"));
    for (int cut = 1; cut < all.length; cut++) {
      try (RawClient client = new RawClient(server.address())) {
        client.send(Arrays.copyOf(all, cut));
        client.send(Arrays.copyOfRange(all, cut, all.length));
        assertThat(client.read()[0]).isEqualTo((byte) 0x20);
        client.expect("9004 0001 00 01").expect("4002 0009");
        // where the ping comes in a segment of its own, the delivery may be faster
        assertThat(List.of(Wire.hex(client.read()), Wire.hex(client.read())))
            .containsExactlyInAnyOrder("d000", Wire.hex(publish5(1, 1, "a", "", "x")));
      }
    }
  }

  @Test
  void severalPacketsInOneSegmentAreAnsweredInOrder() throws IOException {
    try (RawClient client = four("burst")) {
      List<byte[]> packets = new ArrayList<>();
      for (int id = 1; id <= 500; id++) {
        packets.add(publish4(1 + id % 2, id, "burst", "payload"));
      }
      client.send(join(packets.subList(0, 100).toArray(byte[][]::new)));
      for (int id = 1; id <= 100; id++) {
        client.expect(packet(id % 2 == 0 ? 0x40 : 0x50, two(id)));
      }
    }
    assertThat(server.topics()).hasSize(100);
  }

  @Test // [MQTT-3.1.0-1]
  void theFirstPacketMustBeConnect() throws IOException {
    try (RawClient client = new RawClient(server.address())) {
      client.send(publish4(0, 0, "t", "x")).expectEnd();
    }
    server.await("packets.rejected", 1);
  }

  @Test // [MQTT-3.1.0-2]
  void aSecondConnectClosesWithProtocolError() throws IOException {
    try (RawClient client = five("twice")) {
      client.send(connect5("twice")).expectDisconnect(0x82);
    }
    try (RawClient client = four("twice")) {
      client.send(connect4("twice", true, 0)).expectEnd();
    }
  }

  @Test // [MQTT-2.1.3-1]
  void reservedBitsCloseWithMalformedPacket() throws IOException {
    for (String bits :
        List.of("c100", "6002 0001", "8006 0001 00 0001 61", "e1 00", "36 05 0001 61 0001")) {
      try (RawClient client = five("bits")) {
        client.send(hex(bits)).expectDisconnect(0x81);
      }
    }
  }

  @Test // [MQTT-2.1.3-1] in MQTT 3.1.1: 2.2.2-2
  void reservedBitsJustCloseMqtt3() throws IOException {
    try (RawClient client = four("bits")) {
      client.send(hex("c100")).expectEnd();
    }
    server.await("packets.rejected", 1);
  }

  @Test
  void aPacketTooLargeClosesBeforeItIsSent() throws IOException {
    try (RawClient client = five("large")) {
      // 2 MiB announced; only the first bytes follow
      client.send(hex("30 80808001 0001 61")).expectDisconnect(0x95);
    }
    try (RawClient client = new RawClient(server.address())) {
      client.send(hex("10 ffffff7f 0004 4d515454 05 02 0000")).expectEnd();
    }
    try (RawClient client = five("long length")) {
      client.send(hex("30 ffffffff 7f")).expectDisconnect(0x81);
    }
  }

  @Test // [MQTT-3.1.2-2]
  void anUnknownVersionIsRefusedWithCodeOne() throws IOException {
    try (RawClient client = new RawClient(server.address())) {
      client.send(packet(0x10, text("MQTT"), hex("09 02 0000"), text("v9"))).expect("2002 00 01");
      client.expectEnd();
    }
  }

  @Test // [MQTT-3.1.2-3] reserved flag of CONNECT
  void aMalformedConnectIsClosed() throws IOException {
    try (RawClient client = new RawClient(server.address())) {
      client.send(packet(0x10, text("MQTT"), hex("04 03 0000"), text("x"))).expectEnd();
    }
  }

  @Test // [MQTT-3.1.3-8]
  void noClientIdentifierNeedsACleanSession() throws IOException {
    try (RawClient client = new RawClient(server.address())) {
      client.send(connect4("", false, 0)).expect("2002 00 02").expectEnd();
    }
    try (RawClient client = four("")) {
      client.expectNothing();
    }
  }

  @Test // [MQTT-3.2.2-16]
  void anAssignedClientIdentifierIsTold() throws IOException {
    try (RawClient client = new RawClient(server.address())) {
      client.send(connect5(""));
      String connack = Wire.hex(client.read());
      assertThat(connack).contains("12002a" + Wire.hex(text("tributary-")).substring(4));
    }
  }

  @Test
  void connackAnnouncesTheLimits() throws IOException {
    try (RawClient client = new RawClient(server.address())) {
      client.send(connect5("limits", true, 0, "11 00ffffff"));
      String connack = Wire.hex(client.read());
      assertThat(connack)
          .contains("1100001c20") // session expiry shortened to two hours
          .contains("210020") // receive maximum
          .contains("2700100000") // maximum packet size
          .contains("220100"); // topic alias maximum; all else is offered, hence not told
    }
  }

  @Test // [MQTT-3.3.2-2]
  void aWildcardInAPublishTopicCloses() throws IOException {
    try (RawClient client = five("wild")) {
      client.send(publish5(0, 0, "a/+", "", "x"));
      assertThat(client.read()[0]).isEqualTo((byte) 0xE0);
      client.expectEnd();
    }
    assertThat(server.topics()).isEmpty();
  }

  @Test
  void forbiddenPublishesCloseWithTheirReason() throws IOException {
    assertCloses(publish(0x38, 0, "t", "", "x"), 0x81); // [MQTT-3.3.1-2] DUP with QoS 0
    assertCloses(publish5(0, 0, "", "", "x"), 0x82); // no topic, no alias
    assertCloses(publish5(0, 0, "t", "23 0000", "x"), 0x94); // [MQTT-3.3.2-8] alias 0
    assertCloses(publish5(0, 0, "t", "23 0101", "x"), 0x94); // alias above the maximum
    assertCloses(publish5(0, 0, "", "23 0005", "x"), 0x82); // alias never set
    assertCloses(publish5(0, 0, "t", "0b 05", "x"), 0x82); // [MQTT-3.3.4-6]
    assertCloses(publish5(1, 0, "t", "", "x"), 0x82); // [MQTT-2.2.1-3] packet identifier 0
    assertCloses(publish5(0, 0, "/".repeat(128), "", "x"), 0x90); // topic levels
    assertCloses(hex("f000"), 0x82); // AUTH
    assertCloses(hex("9004 0001 00 00"), 0x82); // SUBACK from a client
    assertCloses(hex("8203 0001 00"), 0x82); // [MQTT-3.8.3-2]
    assertCloses(hex("a203 0001 00"), 0x82); // [MQTT-3.10.3-2]
    assertCloses(subscribe5(1, "0b 00", "t", 0), 0x82); // subscription identifier 0
    assertCloses(hex("0000"), 0x81); // packet type 0
  }

  private void assertCloses(byte[] packet, int code) throws IOException {
    try (RawClient client = five("forbidden")) {
      client.send(packet).expectDisconnect(code);
    } catch (AssertionError e) {
      throw new AssertionError(Wire.hex(packet) + " must close with " + code, e);
    }
  }

  @Test
  void topicAliasesAreResolved() throws IOException {
    try (RawClient subscriber = five("s");
        RawClient publisher = five("p")) {
      subscriber.send(subscribe5(1, "", "a/b", 0)).read();
      publisher.send(publish5(0, 0, "a/b", "23 0003", "1"), publish5(0, 0, "", "23 0003", "2"));
      subscriber.expect(publish5(0, 0, "a/b", "", "1")).expect(publish5(0, 0, "a/b", "", "2"));
    }
  }

  @Test
  void propertiesPassThrough() throws IOException {
    String format = "0101";
    String content = "03 0001 63";
    String response = "08 0001 72";
    String correlation = "09 0002 0102";
    String user = "26 0001 6b 0001 76 26 0001 6b 0001 77"; // one name twice, in order
    String identifier = "0b 8001";
    try (RawClient subscriber = five("s");
        RawClient publisher = five("p")) {
      subscriber.send(subscribe5(1, "0b 8001", "t", 0)).read(); // subscription identifier 128
      publisher.send(publish5(0, 0, "t", format + content + response + correlation + user, "x"));
      String got = Wire.hex(subscriber.read());
      // The order of different properties is the codec's affair.
      for (String property : List.of(format, content, response, correlation, user, identifier)) {
        assertThat(got).contains(property.replace(" ", ""));
      }
      assertThat(got).startsWith("30250001742").endsWith("78");
    }
  }

  @Test
  void subscriptionOptionsAreKept() throws IOException {
    try (RawClient client = five("self")) {
      client.send(subscribe5(1, "", "a", 0x04)).expect("9004 0001 00 00"); // no local
      client.send(publish5(0, 0, "a", "", "x")).expectNothing();
      client.send(subscribe5(2, "", "b", 0x08)).expect("9004 0002 00 00"); // retain as published
      client.send(publish(0x31, 0, "b", "", "y")).expect(publish(0x31, 0, "b", "", "y"));
      client.send(subscribe5(3, "", "c", 0x00)).expect("9004 0003 00 00");
      client.send(publish(0x31, 0, "c", "", "z")).expect(publish(0x30, 0, "c", "", "z"));
    }
    server.await("delivery.dropped.no_local", 1);
  }

  @Test
  void badSubscriptionsAreAnsweredOneByOne() throws IOException {
    byte[] withoutReasons = connect5("subs", true, 0, "17 00"); // [MQTT-3.1.2-29]
    try (RawClient client = RawClient.connected(server.address(), withoutReasons)) {
      client.send(subscribe5(1, "", "$share/g", 0)).expect("9004 0001 00 8f");
      client.send(subscribe5(2, "", "a/#/b", 0)).expect("9004 0002 00 8f");
      client.send(packet(0x82, two(3), hex("00"), text("ok"), hex("01"), text("a+"), hex("00")));
      client.expect("9005 0003 00 01 8f");
      client.send(packet(0xA2, two(4), hex("00"), text("ok"), text("none")));
      client.expect("b005 0004 00 00 11");
    }
    try (RawClient client = four("subs")) {
      client.send(subscribe4(1, "$share/g", 0)).expect("9003 0001 80");
      client.send(packet(0xA2, two(4), text("none"))).expect("b002 0004");
    }
  }

  @Test
  void retainedMessagesComeWithANewSubscription() throws IOException {
    try (RawClient publisher = four("p");
        RawClient client = five("c")) {
      publisher.send(publish(0x33, 1, "r/1", null, "kept")).expect("4002 0001");
      client.send(subscribe5(1, "", "r/+", 0)).expect("9004 0001 00 00");
      client.expect(publish(0x31, 0, "r/1", "", "kept"));
      client.send(subscribe5(2, "", "r/+", 0x10)).expect("9004 0002 00 00"); // only if new
      client.send(subscribe5(3, "", "r/+", 0x20)).expect("9004 0003 00 00").expectNothing();
      publisher.send(publish(0x33, 2, "r/1", null, "")).expect("4002 0002"); // [MQTT-3.3.1-6]
      client.expect(publish(0x30, 0, "r/1", "", ""));
      client.send(subscribe5(4, "", "r/+", 0)).expect("9004 0004 00 00").expectNothing();
    }
    assertThat(server.metric("retained.count")).isZero();
  }

  @Test // [MQTT-3.1.4-3]
  void aSecondConnectionTakesOver() throws IOException {
    try (RawClient old = five("same");
        RawClient fresh = five("same")) {
      old.expectDisconnect(0x8E);
      fresh.expectNothing();
    }
    try (RawClient old = four("same");
        RawClient fresh = four("same")) {
      old.expectEnd();
      fresh.expectNothing();
    }
    server.awaitEvent(event ->
        event instanceof BrokerEvent.ClientDisconnected gone && gone.reason().equals("discarded"));
  }

  @Test
  void manyTakeoversOnAllLoopsEndWithOneConnection() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      RawClient client = new RawClient(server.address());
      client.send(connect5("contested", i % 3 == 0, 0, "11 00000e10"));
      clients.add(client);
    }
    server.await("client.connected", 50);
    server.await("connections.count", 1);
    server.await("sessions.count", 1);
    for (RawClient client : clients) {
      client.close();
    }
    server.await("connections.count", 0);
  }

  @Test // [MQTT-4.4.0-1]
  void aSessionGoesOnWithWhatWasInFlightAndWhatWaited() throws IOException {
    byte[] connect = connect5("away", false, 0, "11 00000e10");
    try (RawClient publisher = five("p")) {
      try (RawClient client = RawClient.connected(server.address(), connect)) {
        client.send(subscribe5(1, "", "t", 2)).expect("9004 0001 00 02");
        publisher.send(publish5(1, 1, "t", "", "one")).expect("4002 0001");
        publisher.send(publish5(2, 2, "t", "", "two")).expect("5002 0002");
        client.expect(publish5(1, 1, "t", "", "one")).expect(publish5(2, 2, "t", "", "two"));
        client.send(hex("5002 0002")).expect("6202 0002");
      }
      server.await("connections.count", 1);
      publisher.send(publish5(1, 3, "t", "", "three")).expect("4002 0003");
      publisher.send(publish5(0, 0, "t", "", "never")).expectNothing();
      try (RawClient client = new RawClient(server.address())) {
        client.send(connect);
        assertThat(client.read()[2]).as("session present").isEqualTo((byte) 1);
        client.expect(publish(0x3a, 1, "t", "", "one")).expect("6202 0002");
        client.expect(publish5(1, 3, "t", "", "three"));
        client.send(hex("4002 0001 7002 0002 4002 0003")).expectNothing();
      }
    }
    assertThat(server.metric("delivery.dropped.qos0_msg")).isEqualTo(1);
  }

  @Test // [MQTT-3.1.2-4]
  void aCleanStartForgetsTheSession() throws IOException {
    byte[] connect = connect4("clean", false, 0);
    try (RawClient client = RawClient.connected(server.address(), connect)) {
      client.send(subscribe4(1, "t", 1)).expect("9003 0001 01");
    }
    try (RawClient client = new RawClient(server.address())) {
      client.send(connect4("clean", true, 0)).expect("2002 00 00");
    }
    try (RawClient client = new RawClient(server.address())) {
      client.send(connect).expect("2002 00 00");
    }
    server.await("subscriptions.count", 0);
  }

  @Test // [MQTT-3.1.2-8], [MQTT-3.14.4-3]
  void theWillIsPublishedUnlessTheClientSaysGoodbye() throws IOException {
    try (RawClient subscriber = five("s")) {
      subscriber.send(subscribe5(1, "", "will/#", 0)).read();
      byte[] polite = Wire.connect5Will("polite", "", "will/polite", "gone");
      try (RawClient client = RawClient.connected(server.address(), polite)) {
        client.send(hex("e000")).expectEnd();
      }
      byte[] rude = Wire.connect5Will("rude", "", "will/rude", "gone");
      RawClient.connected(server.address(), rude).close();
      subscriber.expect(publish5(0, 0, "will/rude", "", "gone"));
      byte[] asked = Wire.connect5Will("asked", "", "will/asked", "gone");
      try (RawClient client = RawClient.connected(server.address(), asked)) {
        client.send(hex("e001 04")).expectEnd();
      }
      subscriber.expect(publish5(0, 0, "will/asked", "", "gone"));
    }
    assertThat(server.topics()).containsExactly("will/rude", "will/asked");
  }

  @Test // [MQTT-3.1.3-9]
  void aDelayedWillWaitsForItsTimeAndIsTakenBackByAReconnect() throws IOException {
    byte[] connect =
        packet(
            0x10,
            text("MQTT"),
            hex("05 04 0000"),
            Wire.properties("11 00000e10"),
            text("delayed"),
            Wire.properties("18 0000001e"),
            text("will"),
            text("gone"));
    try (RawClient subscriber = five("s")) {
      subscriber.send(subscribe5(1, "", "will", 0)).read();
      RawClient.connected(server.address(), connect).close();
      server.await("connections.count", 1);
      server.advanceSeconds(20);
      RawClient.connected(server.address(), connect).close();
      server.await("client.disconnected", 2);
      server.advanceSeconds(20);
      subscriber.expectNothing();
      assertThat(server.topics()).isEmpty();
      server.advanceSeconds(11);
      subscriber.expect(publish5(0, 0, "will", "", "gone"));
    }
  }

  @Test // [MQTT-3.1.2-22]
  void silenceLongerThanKeepAliveCloses() throws IOException {
    try (RawClient client =
        RawClient.connected(server.address(), connect5("silent", true, 10, ""))) {
      server.advanceSeconds(14);
      client.expectNothing();
      server.advanceSeconds(14);
      client.expectNothing();
      server.advanceSeconds(16);
      client.expectDisconnect(0x8D);
    }
    server.awaitEvent(event ->
        event instanceof BrokerEvent.ClientDisconnected gone
            && gone.reason().equals("keepalive_timeout"));
  }

  @Test
  void aConnectionWithoutConnectIsClosed() throws IOException {
    try (RawClient client = new RawClient(server.address())) {
      client.send(hex("10 7f"));
      server.await("bytes.received", 2);
      server.advanceSeconds(16);
      client.expectEnd();
    }
  }

  @Test // [MQTT-3.1.2-23]
  void aSessionEndsWhenItsTimeIsOver() throws IOException {
    byte[] connect = connect5("expires", false, 0, "11 0000003c");
    try (RawClient client = RawClient.connected(server.address(), connect)) {
      client.send(subscribe5(1, "", "t", 1)).read();
    }
    server.await("connections.count", 0);
    assertThat(server.metric("sessions.count")).isEqualTo(1);
    server.advanceSeconds(61);
    server.await("sessions.count", 0);
    server.await("subscriptions.count", 0);
  }

  @Test // [MQTT-3.3.2-5]
  void anExpiredMessageIsNotDelivered() throws IOException {
    byte[] connect = connect5("late", false, 0, "11 00000e10");
    RawClient.connected(server.address(), connect).send(subscribe5(1, "", "t", 1)).close();
    server.await("subscriptions.count", 1);
    server.await("connections.count", 0);
    try (RawClient publisher = five("p")) {
      publisher.send(publish5(1, 1, "t", "02 0000000a", "short")).expect("4002 0001");
      publisher.send(publish5(1, 2, "t", "02 00000064", "long")).expect("4002 0002");
    }
    server.advanceSeconds(40);
    try (RawClient client = RawClient.connected(server.address(), connect)) {
      client.expect(publish5(1, 1, "t", "02 0000003c", "long")); // [MQTT-3.3.2-6] 60 s left
    }
    server.await("delivery.dropped.expired", 1);
  }

  @Test // [MQTT-3.3.4-9]
  void noMoreIsInFlightThanTheClientTakes() throws IOException {
    byte[] connect = connect5("small", true, 0, "21 0002 27 00000040");
    try (RawClient client = RawClient.connected(server.address(), connect);
        RawClient publisher = five("p")) {
      client.send(subscribe5(1, "", "t", 1)).read();
      for (int id = 1; id <= 4; id++) {
        publisher.send(publish5(1, id, "t", "", "m" + id)).read();
      }
      publisher.send(publish5(1, 5, "t", "", "x".repeat(64))).read(); // [MQTT-3.1.2-24]
      client.expect(publish5(1, 1, "t", "", "m1")).expect(publish5(1, 2, "t", "", "m2"));
      client.expectNothing();
      client.send(hex("4002 0001")).expect(publish5(1, 3, "t", "", "m3"));
      client.send(hex("4002 0002")).expect(publish5(1, 4, "t", "", "m4"));
      client.send(hex("4002 0003")).expectNothing();
    }
    server.await("delivery.dropped.too_large", 1);
  }

  @Test
  void closingTellsMqtt5Clients() throws IOException {
    try (RawClient five = five("5");
        RawClient four = four("4")) {
      server.close();
      five.expectDisconnect(0x8B);
      four.expectEnd();
    }
  }

  @Test
  void aPortInUseIsNamed() {
    int port = server.address().getPort();
    try (TestBroker other = new TestBroker(MqttLimits.defaults(), port, 10)) {
      assertThatThrownBy(other::start)
          .isInstanceOf(ListenException.class)
          .hasMessage(
              "listener tcp:default cannot listen on localhost:%d: port %d is in use"
                  .formatted(port, port));
    }
  }

  @Test
  void connectionsBeyondTheMaximumAreClosed() throws Exception {
    try (TestBroker small = new TestBroker(MqttLimits.defaults(), 0, 1)) {
      small.start();
      try (RawClient first = RawClient.connected(small.address(), connect5("1"));
          RawClient second = new RawClient(small.address())) {
        second.expectEnd();
        first.expectNothing();
      }
      small.await("connections.count", 0);
      small.await("listener.connections_max_exceeded", 1);
    }
  }

  @Test
  void theServersOwnMessagesAreRouted() throws IOException {
    try (RawClient client = five("c")) {
      client.send(subscribe5(1, "", "own", 1)).read();
      server
          .broker()
          .publish(
              new Message(
                  new Message.MessageId(1, 2),
                  "own",
                  new byte[] {'x'},
                  1,
                  false,
                  false,
                  new Sender.Server("test", null),
                  Message.PublishProperties.NONE,
                  server.nowMillis()));
      client.expect(publish5(1, 1, "own", "", "x"));
    }
    assertThat(server.topics()).isEmpty();
  }

  /**
   * Whatever comes, the broker answers with a close and lives; nothing is thrown past the handler.
   */
  @Test
  void mutatedBytesHarmNobodyElse() throws IOException {
    byte[] good =
        join(
            connect5("fuzz", true, 0, "11 00000000 21 0010"),
            subscribe5(1, "0b 01", "fuzz/+", 2),
            publish5(2, 9, "fuzz/a", "01 01 26 0001 6b 0001 76", "payload"),
            hex("6202 0009 c000"),
            packet(0xA2, two(4), hex("00"), text("fuzz/+")),
            hex("e000"));
    Random random = new Random(42);
    try (RawClient witness = five("witness")) {
      for (int round = 0; round < 1_000; round++) {
        byte[] bad = good.clone();
        int mutations = 1 + random.nextInt(4);
        for (int i = 0; i < mutations; i++) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
        }
        try (RawClient client = new RawClient(server.address())) {
          client.send(bad);
        }
        if (round % 50 == 0) {
          witness.expectNothing();
        }
      }
      server.await("connections.count", 1);
      witness.expectNothing();
    }
    assertThat(server.events())
        .noneMatch(event ->
            event instanceof BrokerEvent.ClientDisconnected gone
                && gone.reason().equals("internal_error"));
  }
}
