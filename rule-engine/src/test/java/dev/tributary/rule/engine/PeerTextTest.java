package dev.tributary.rule.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerTextTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, 127.0.0.1:5",
    "::1, ::1, [::1]:5",
    "::, ::, [::]:5",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1, [2001:db8::1:0:0:1]:5",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:5",
    "fe80::a:0:0:0, fe80::a:0:0:0, [fe80::a:0:0:0]:5",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::, [1:2:3:4:5:6::]:5",
    "::ffff:10.1.2.3, 10.1.2.3, 10.1.2.3:5",
  })
  void addressesAreShort(String address, String host, String hostAndPort) {
    InetSocketAddress socket = new InetSocketAddress(InetAddress.ofLiteral(address), 5);
    assertThat(PeerText.host(socket)).isEqualTo(host);
    assertThat(PeerText.hostAndPort(socket)).isEqualTo(hostAndPort);
  }

  @Test
  void anUnresolvedNameStaysAName() {
    assertThat(PeerText.hostAndPort(InetSocketAddress.createUnresolved("h", 5))).isEqualTo("h:5");
  }
}
