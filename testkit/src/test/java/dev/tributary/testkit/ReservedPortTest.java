package dev.tributary.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ReservedPortTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void refusesUntilSomebodyListensThereAndAgainAfterwards() throws IOException {
    try (ReservedPort port = ReservedPort.reserve()) {
      for (int round = 0; round < 2; round++) {
        assertThatThrownBy(() -> new Socket(LOOPBACK, port.number()))
            .isInstanceOf(ConnectException.class);
        try (ServerSocket listener = new ServerSocket(port.number(), 1, LOOPBACK);
            Socket client = new Socket(LOOPBACK, port.number())) {
          assertThat(client.isConnected()).isTrue();
          listener.accept().close();
        }
      }
    }
  }

  @Test
  void anAwayKinesisKeepsItsPort() {
    try (FakeKinesis kinesis = new FakeKinesis("s", 1).start()) {
      int port = kinesis.port();
      kinesis.stop();
      assertThatThrownBy(() -> new Socket(LOOPBACK, port)).isInstanceOf(ConnectException.class);
      assertThat(kinesis.restart().port()).isEqualTo(port);
    }
  }
}
