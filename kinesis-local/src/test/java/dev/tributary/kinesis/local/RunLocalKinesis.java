package dev.tributary.kinesis.local;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Random;

/** Runs the server until killed, to be tried by hand: {@code RunLocalKinesis [port]}. */
public final class RunLocalKinesis {
  private RunLocalKinesis() {}

  public static void main(String[] args) throws Exception {
    int port = args.length == 0 ? 0 : Integer.parseInt(args[0]);
    LocalKinesisSettings settings =
        LocalKinesisSettings.defaults()
            .withBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try (LocalKinesis server = new LocalKinesis(settings, InstantSource.system(), new Random())) {
      server.start();
      System.out.println("listening on " + server.port());
      Thread.currentThread().join();
    }
  }
}
