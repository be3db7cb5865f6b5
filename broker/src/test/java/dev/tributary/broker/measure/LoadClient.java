package dev.tributary.broker.measure;

import dev.tributary.testkit.mqtt.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A client that costs as little as it can: it writes packets that were made before and reads as
 * many bytes as must come.
 */
final class LoadClient implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 * 1_024;

  private final Socket socket;
  private final DataInputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  LoadClient(InetSocketAddress address, String clientId) throws IOException {
    socket = new Socket(address.getAddress(), address.getPort());
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    send(Wire.connect4(clientId, true, 0));
    expect(4);
  }

  LoadClient subscribe(String filter, int qos) throws IOException {
    send(Wire.subscribe4(1, filter, qos));
    expect(5);
    return this;
  }

  void send(byte[] packets) throws IOException {
    socket.getOutputStream().write(packets);
  }

  /** Reads that many bytes and looks at none. */
  void expect(int bytes) throws IOException {
    int left = bytes;
    while (left > 0) {
      int count = Math.min(left, BUFFER_BYTES);
      in.readFully(buffer, 0, count);
      left -= count;
    }
  }

  /** Reads so many PUBLISH packets of equal size and answers each with PUBACK. */
  void acknowledge(int packets, int packetBytes, int identifierAt) throws IOException {
    byte[] answers = new byte[4 * packets];
    for (int i = 0; i < packets; i++) {
      in.readFully(buffer, 0, packetBytes);
      answers[4 * i] = 0x40;
      answers[4 * i + 1] = 2;
      answers[4 * i + 2] = buffer[identifierAt];
      answers[4 * i + 3] = buffer[identifierAt + 1];
    }
    send(answers);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
