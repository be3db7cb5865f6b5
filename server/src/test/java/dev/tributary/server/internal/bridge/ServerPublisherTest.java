package dev.tributary.server.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.broker.Broker;
import dev.tributary.broker.BrokerEvents;
import dev.tributary.broker.BrokerSettings;
import dev.tributary.broker.Custody;
import dev.tributary.broker.Message;
import dev.tributary.broker.Message.PublishProperties;
import dev.tributary.broker.MqttLimits;
import dev.tributary.broker.PublishHandler;
import dev.tributary.broker.Sender;
import dev.tributary.management.MessagePublisher.Publication;
import dev.tributary.management.MessagePublisher.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServerPublisherTest {

  private static final Publication PUBLICATION =
      new Publication("t", new byte[] {'x'}, 1, false, PublishProperties.NONE);

  private final Broker broker =
      new Broker(
          BrokerSettings.of(List.of(), MqttLimits.defaults()),
          PublishHandler.NONE,
          BrokerEvents.NONE,
          Rules.CLOCK);
  private final List<Message> seen = new ArrayList<>();
  private final List<Custody> custodies = new ArrayList<>();
  private int parties;

  private final ServerPublisher publisher =
      new ServerPublisher(
          broker,
          (message, custody) -> {
            seen.add(message);
            custodies.add(custody);
            for (int i = 0; i < parties; i++) {
              custody.defer();
            }
          },
          new MessageIds(new Random(1)),
          Rules.CLOCK);

  @Test
  void withoutPartiesItIsPublishedAtOnceAndNobodyHeardIt() throws Exception {
    Result.Published result = (Result.Published) publisher.publish(PUBLICATION).get();

    assertThat(result.id()).isEqualTo(seen.getFirst().id().toString());
    assertThat(result.hadSubscribers()).isFalse();
    assertThat(seen.getFirst().sender()).isEqualTo(new Sender.Server("http_api", null));
    assertThat(seen.getFirst().qos()).isEqualTo(1);
  }

  @Test
  void itIsPublishedOnceAllHoldIt() {
    parties = 2;
    CompletableFuture<Result> result = publisher.publish(PUBLICATION);
    custodies.getFirst().release();
    assertThat(result).isNotDone();
    custodies.getFirst().release();
    assertThat(result).isCompletedWithValueMatching(Result.Published.class::isInstance);
  }

  @Test
  void theFirstRefusalIsTold() {
    parties = 3;
    CompletableFuture<Result> result = publisher.publish(PUBLICATION);
    custodies.getFirst().refuse(0x97, "full");
    custodies.getFirst().refuse(0x83, "other");
    assertThat(result).isNotDone();
    custodies.getFirst().release();
    assertThat(result).isCompletedWithValue(new Result.Refused(0x97, "full"));
  }

  @Test
  void whatTheServerSaysOfItselfNobodyWaitsFor() {
    publisher.say("$SYS/brokers", new byte[] {'n'}, true);

    assertThat(custodies.getFirst()).isSameAs(Custody.NOBODY);
    assertThat(seen.getFirst().retain()).isTrue();
    assertThat(broker.retained().find("$SYS/brokers")).isPresent();
  }
}
