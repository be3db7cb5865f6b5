package dev.tributary.broker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.broker.Message;
import dev.tributary.broker.internal.routing.Subscription;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

  private static final int SAMPLES = 300;
  private static final int MUTATED = Integer.getInteger("tributary.fuzz.records", 50);
  private static final int MUTATIONS = 60;

  private interface Decoder {
    Object decode(byte[] bytes) throws DamagedRecordException;
  }

  private static final List<Decoder> DECODERS =
      List.of(
          MessageCodec::retained,
          bytes -> MessageCodec.queued(1, bytes, Flow.WAITING),
          SessionCodec::session,
          bytes -> SessionCodec.subscription("f", bytes),
          SessionCodec::flow,
          MessageCodec::queuedId,
          bytes -> SessionCodec.open(1, bytes));

  @Test
  void bringsEverythingBack() throws DamagedRecordException {
    Samples samples = new Samples(1);
    for (int i = 0; i < SAMPLES; i++) {
      Message message = samples.anyMessage();
      StoreContract.assertSame(MessageCodec.retained(MessageCodec.retained(message)), message);
      StoredMessage stored = samples.anyStored(i);
      StoreContract.assertSame(
          MessageCodec.queued(i, MessageCodec.queued(stored), Flow.WAITING), stored);
      assertThat(MessageCodec.queuedId(MessageCodec.queued(stored)))
          .isEqualTo(stored.delivery().message().id());
      OpenPublish open = new OpenPublish(i, message.id(), i * 0x1234_5678_9ABC_DEFL);
      assertThat(SessionCodec.open(i, SessionCodec.open(open))).isEqualTo(open);
      SessionRecord session = samples.anySession();
      StoreContract.assertSame(SessionCodec.session(SessionCodec.session(session)), session);
      Subscription subscription = samples.anySubscription();
      assertThat(
              SessionCodec.subscription(
                  subscription.filter(), SessionCodec.subscription(subscription)))
          .isEqualTo(subscription);
    }
    for (Flow flow : List.of(new Flow(0xFFFF, true), new Flow(1, false), Flow.WAITING, Flow.OVER)) {
      assertThat(SessionCodec.flow(SessionCodec.flow(flow))).isEqualTo(flow);
    }
  }

  @Test
  void bringsNumbersBack() throws DamagedRecordException {
    for (long number : new long[] {0, 1, 127, 128, 0xFFFF_FFFFL, Long.MAX_VALUE, -1}) {
      byte[] bytes = new RecordWriter().number(number).toBytes();
      assertThat(new RecordReader(bytes).number("n")).isEqualTo(number);
    }
  }

  /** Whatever stands there: something else is decoded, or it is called damaged. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void callsDamagedBytesDamaged(long seed) {
    Random random = new Random(seed);
    Samples samples = new Samples(seed);
    int damaged = 0;
    for (int i = 0; i < MUTATED; i++) {
      for (byte[] bytes : encoded(samples, i)) {
        for (int j = 0; j < MUTATIONS; j++) {
          damaged += decode(mutated(bytes, random)) ? 0 : 1;
        }
      }
    }
    assertThat(damaged).isPositive();
  }

  @Test
  void callsEveryShortenedRecordDamaged() {
    byte[] bytes = SessionCodec.session(new Samples(5).anySession());
    for (int length = 0; length < bytes.length; length++) {
      byte[] shortened = Arrays.copyOf(bytes, length);
      assertThatExceptionOfType(DamagedRecordException.class)
          .isThrownBy(() -> SessionCodec.session(shortened));
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertDamaged("its version is 9, this program knows 1", 9);
    assertDamaged("packet identifier is 65536, possible is 0 to 65535", 1, 0x80, 0x80, 4, 0);
    assertDamaged("released is 2, at most 1 is possible", 1, 5, 2);
    assertDamaged("it ends in released", 1, 5);
    assertDamaged("1 bytes follow its end", 1, 5, 0, 0);
    byte[] lies = new RecordWriter().number(Integer.MAX_VALUE).oneByte('x').toBytes();
    assertThatExceptionOfType(DamagedRecordException.class)
        .isThrownBy(() -> new RecordReader(lies).text("topic"))
        .withMessage("topic has 2147483647 bytes, of which 1 are there");
    byte[] latin1 = new RecordWriter().bytes(new byte[] {(byte) 0xE4}).toBytes();
    assertThatExceptionOfType(DamagedRecordException.class)
        .isThrownBy(() -> new RecordReader(latin1).text("topic"))
        .withMessage("topic is not UTF-8");
  }

  private static void assertDamaged(String message, int... flow) {
    byte[] bytes = new byte[flow.length];
    for (int i = 0; i < flow.length; i++) {
      bytes[i] = (byte) flow[i];
    }
    assertThatExceptionOfType(DamagedRecordException.class)
        .isThrownBy(() -> SessionCodec.flow(bytes))
        .withMessage(message);
  }

  private static List<byte[]> encoded(Samples samples, int i) {
    return List.of(
        MessageCodec.retained(samples.anyMessage()),
        MessageCodec.queued(samples.anyStored(i)),
        SessionCodec.session(samples.anySession()),
        SessionCodec.subscription(samples.anySubscription()),
        SessionCodec.flow(new Flow(i + 1, true)),
        SessionCodec.open(new OpenPublish(1, samples.anyMessage().id(), i)));
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] mutated =
        switch (random.nextInt(4)) {
          case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
          case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(9));
          default -> bytes.clone();
        };
    for (int i = random.nextInt(4); i > 0 && mutated.length > 0; i--) {
      mutated[random.nextInt(Math.min(mutated.length, 200))] = (byte) random.nextInt(256);
    }
    return mutated;
  }

  /** False if it was called damaged; anything else that is thrown fails the test. */
  private static boolean decode(byte[] bytes) {
    boolean any = false;
    for (Decoder decoder : DECODERS) {
      try {
        decoder.decode(bytes);
        any = true;
      } catch (DamagedRecordException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
    return any;
  }
}
