package dev.tributary.server.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.broker.ClientInfo;
import dev.tributary.broker.Sender;
import dev.tributary.rule.engine.Detour;
import dev.tributary.rule.engine.Lineage;
import dev.tributary.rule.engine.Publisher;
import dev.tributary.rule.sql.EvaluationException;
import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import org.junit.jupiter.api.Test;

class PublishersTest {

  private static final Value KEY = Value.of("k");

  private final ClientInfo client = Clients.client("c");

  @Test
  void aConnectionIsOnePublisherWithOneDictionary() throws Exception {
    Publisher publisher = Publishers.of(client);
    publisher.processDictionary().put(KEY, Value.of(1));
    assertThat(Publishers.of(new Sender.Client(client))).isSameAs(publisher);
    assertThat(Publishers.of(client).processDictionary().get(KEY)).isEqualTo(Value.of(1));
    assertThat(Publishers.of(Clients.client("c")).processDictionary().get(KEY))
        .isEqualTo(Value.UNDEFINED);
  }

  @Test
  void aWillComesFromNowhere() {
    Publisher publisher = Publishers.of(new Sender.Will(client));
    assertThat(publisher.clientId()).isEqualTo("c");
    assertThat(publisher.username()).isEqualTo("user");
    assertThat(publisher.peer()).isNull();
  }

  @Test
  void theServersMessagesBearTheNameAndTheLineageOfTheirRule() {
    Lineage lineage = Lineage.of(new Detour("rule", "kinesis:main"));
    Sender.Server server = new Sender.Server("rule", lineage);
    assertThat(Publishers.of(server).clientId()).isEqualTo("rule");
    assertThat(Publishers.lineage(server)).isEqualTo(lineage);
    assertThat(Publishers.lineage(new Sender.Server("other", null))).isEqualTo(Lineage.NONE);
    assertThat(Publishers.lineage(new Sender.Client(client))).isEqualTo(Lineage.NONE);
  }

  @Test
  void aDictionaryKeepsForgetsAndIsBounded() throws Exception {
    ValueStore dictionary = new ConnectionDictionary();
    assertThat(dictionary.get(KEY)).isEqualTo(Value.UNDEFINED);
    assertThat(dictionary.remove(KEY)).isEqualTo(Value.UNDEFINED);
    assertThat(dictionary.put(KEY, Value.of(1))).isEqualTo(Value.UNDEFINED);
    assertThat(dictionary.put(KEY, Value.of(2))).isEqualTo(Value.of(1));
    assertThat(dictionary.remove(KEY)).isEqualTo(Value.of(2));
    assertThatThrownBy(() -> dictionary.put(KEY, Value.of("x".repeat(300_000))))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContaining("the process dictionary is full");
  }
}
