package dev.tributary.broker.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.internal.metrics.Metric;
import dev.tributary.testkit.mqtt.Wire;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Conversations of many clients with each other's names, damaged on the way, against the whole of
 * the broker behind the socket. Each world follows from its seed, which a failure names; README.md
 * tells how to run millions.
 */
class BrokerFuzzTest {

  private static final long FIRST = Long.getLong("tributary.fuzz.first", 0);
  private static final long INPUTS = Long.getLong("tributary.fuzz.inputs", 12_000);
  private static final long PROGRESS = Long.getLong("tributary.fuzz.progress", 250_000);
  private static final int STEPS = 2_000;
  private static final int CLIENTS_MAX = 24;

  private final EmbeddedChannel decoder = SentBytes.newDecoder();
  private final ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();
  private ErrorLog errors = new ErrorLog();
  private long inputs;
  private long damaged;
  private long connections;
  private long sessions;
  private long published;
  private long served;

  @BeforeEach
  void watch() {
    ResourceLeakDetector.setLevel(
        ResourceLeakDetector.Level.valueOf(
            System.getProperty("tributary.fuzz.leaks", "paranoid").toUpperCase(Locale.ROOT)));
  }

  @AfterEach
  void restore() {
    ResourceLeakDetector.setLevel(levelBefore);
    errors.close();
  }

  @Test
  void damagedConversationsHarmNobodyElse() {
    long begin = System.nanoTime();
    long told = 0;
    long seed = FIRST;
    while (inputs < INPUTS) {
      run(seed++);
      if (inputs / PROGRESS > told) {
        told = inputs / PROGRESS;
        System.out.println(progress(seed, begin));
      }
    }
    System.gc();
    run(seed); // a detector tells of leaks when something is allocated after a collection
    System.out.println(progress(seed, begin));
    // A change that makes everything fail early would leave the rest untested.
    assertThat(sessions).isGreaterThan(connections / 5);
    assertThat(published).isGreaterThan(inputs / 30);
    assertThat(served).isPositive();
  }

  private String progress(long seed, long begin) {
    Runtime runtime = Runtime.getRuntime();
    return "fuzz: seed %d, %d inputs, %d of them damaged, %d connections, %d sessions, %d publishes in, %d"
            .formatted(seed, inputs, damaged, connections, sessions, published, served)
        + " served meanwhile, heap %d MB, %d/s"
            .formatted(
                (runtime.totalMemory() - runtime.freeMemory()) / (1024 * 1024),
                inputs * 1_000_000_000L / (System.nanoTime() - begin));
  }

  private void run(long seed) {
    Episode episode = new Episode(seed);
    try {
      episode.run();
      errors.check();
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new AssertionError("seed " + seed + ", " + episode, e);
    }
    sessions += episode.world.count(Metric.SESSION_CREATED);
    published += episode.world.count(Metric.PUBLISH_RECEIVED);
  }

  /** What happens in one world. */
  private final class Episode {

    private final FuzzWorld world;
    private final SplittableRandom random;
    private final PacketMutations mutations;
    private final List<FuzzClient> clients = new ArrayList<>();
    private final FuzzClient publisher;
    private final FuzzClient subscriber;
    private final int damagedOf;
    private FuzzClient last;
    private byte[] lastPacket = {};
    private int served;
    private int step;

    Episode(long seed) {
      world = new FuzzWorld(seed, decoder);
      random = world.random();
      mutations = new PacketMutations(random);
      damagedOf = random.nextInt(1, 6);
      publisher = world.connectHonest();
      subscriber = world.connectHonest();
      last = publisher;
    }

    void run() {
      welcome(publisher, "honest-publisher");
      welcome(subscriber, "honest-subscriber");
      subscriber.say(Wire.subscribe5(1, "", "honest", 1));
      expect(subscriber, 0x90);
      for (step = 0; step < STEPS; step++) {
        step();
        errors.check();
      }
      for (FuzzClient client : clients) {
        last = client;
        client.hangUp();
      }
      serve();
      publisher.say(Wire.hex("e000"));
      subscriber.hangUp();
      world.checkEmpty();
      errors.check();
    }

    private void step() {
      int what = random.nextInt(64);
      if (clients.isEmpty() || (clients.size() < CLIENTS_MAX && what < 6)) {
        clients.add(world.connect());
        connections++;
        return;
      }
      FuzzClient client = clients.get(random.nextInt(clients.size()));
      last = client;
      if (what < 10) {
        time(what);
      } else if (what == 10) {
        client.readAtMost(random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(200));
      } else if (what == 11) {
        client.hangUp();
      } else if (what == 12) {
        world.backlogged(random.nextInt(3) == 0);
      } else if (what == 13 && step % 8 == 0) {
        serve();
      } else if (what < 24) {
        world.runSomething();
      } else {
        speak(client);
      }
      client.check();
      if (!client.isOpen()) {
        clients.remove(client);
      } else {
        client
            .received()
            .forEach(packet -> {
              if (client.script().size() < 64 && random.nextInt(8) > 0) {
                client.answer(packet);
              }
            });
      }
    }

    private void time(int what) {
      long nanos =
          switch (what) {
            case 6, 7 -> TimeUnit.MILLISECONDS.toNanos(random.nextInt(700));
            case 8 -> TimeUnit.SECONDS.toNanos(random.nextInt(10));
            default ->
                TimeUnit.SECONDS.toNanos(
                    switch (random.nextInt(16)) {
                      case 0 -> random.nextInt(10_000);
                      case 1, 2, 3 -> random.nextInt(100);
                      default -> random.nextInt(4);
                    });
          };
      ping(publisher);
      ping(subscriber);
      world.later(nanos);
    }

    private void speak(FuzzClient client) {
      byte[] next = client.script().poll();
      if (next == null) {
        if (random.nextInt(4) == 0) {
          client.hangUp();
        }
        return;
      }
      if (!client.isRead() && random.nextInt(4) > 0) {
        client.script().addFirst(next); // waits in the socket
        return;
      }
      inputs++;
      byte[] bytes = next;
      if (random.nextInt(client.isWelcome() ? damagedOf : 4 * damagedOf) == 0) {
        damaged++;
        bytes = mutations.changed(next, lastPacket);
      }
      if (random.nextInt(24) == 0) {
        client.script().addFirst(next); // again
      }
      lastPacket = next;
      byte[] following = random.nextInt(4) == 0 ? client.script().poll() : null;
      if (following != null) {
        inputs++;
        bytes = random.nextInt(8) == 0 ? Wire.join(following, bytes) : Wire.join(bytes, following);
      }
      client.say(split(bytes));
    }

    private byte[][] split(byte[] bytes) {
      if (random.nextInt(4) > 0 || bytes.length < 2) {
        return new byte[][] {bytes};
      }
      List<byte[]> parts = new ArrayList<>();
      int most = random.nextInt(2, bytes.length + 1);
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, at + random.nextInt(1, most));
        parts.add(Arrays.copyOfRange(bytes, at, end));
        at = end;
      }
      return parts.toArray(byte[][]::new);
    }

    // Those who follow the protocol

    private void welcome(FuzzClient client, String id) {
      client.say(Wire.connect5(id));
      expect(client, 0x20);
    }

    /** A publish goes through, acknowledged, whatever others do. */
    private void serve() {
      world.backlogged(false);
      int qos = served++ % 2;
      String payload = "p" + served;
      publisher.say(Wire.publish5(qos, 7, "honest", "", payload));
      byte[] delivered = expect(subscriber, 0x30);
      if (!new String(delivered, java.nio.charset.StandardCharsets.UTF_8).endsWith(payload)) {
        throw new AssertionError("another message came");
      }
      if ((delivered[0] & 0x06) != 0) {
        subscriber.answer(delivered);
        subscriber.say(subscriber.script().remove());
      }
      if (qos > 0) {
        expect(publisher, 0x40);
      }
      BrokerFuzzTest.this.served++;
    }

    private void ping(FuzzClient client) {
      client.say(Wire.hex("c000"));
      expect(client, 0xD0);
    }

    private byte[] expect(FuzzClient client, int first) {
      for (int i = 0; i < 1_000_000; i++) {
        List<byte[]> received = client.received();
        if (received.size() == 1 && (received.getFirst()[0] & 0xF0) == first) {
          return received.getFirst();
        } else if (!received.isEmpty()) {
          throw new AssertionError("the honest client got " + Wire.hex(received.getFirst()));
        }
        if (!world.runSomething()) {
          break;
        }
      }
      throw new AssertionError("the honest client waits for 0x" + Integer.toHexString(first));
    }

    @Override
    public String toString() {
      return "step " + step + ", " + last;
    }
  }
}
