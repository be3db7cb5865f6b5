package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BoundedValueStoreTest {
  private static final Value KEY = Value.of("k");

  private final BoundedValueStore store = new BoundedValueStore("kv_store", 2, 1000);

  /** Numbers whose upper half equals their lower have one hash; so have 1 and 1.0 one place. */
  @Test
  void keysOfOneHashAreKeptApart() throws Exception {
    ValueStore store = new BoundedValueStore("s", 100_000, 1 << 30);
    int keys = 20_000;
    for (long i = 0; i < keys; i++) {
      store.put(Value.of(i << 32 | i), Value.of(i));
    }
    for (long i = 0; i < keys; i++) {
      assertThat(store.get(Value.of(i << 32 | i))).isEqualTo(Value.of(i));
    }
    store.put(Value.of(1), Value.of("integer"));
    assertThat(store.get(Value.of(1.0))).isEqualTo(Value.UNDEFINED);
  }

  @Test
  void whatIsNotThereIsUndefined() {
    assertThat(store.get(KEY)).isEqualTo(Value.UNDEFINED);
    assertThat(store.remove(KEY)).isEqualTo(Value.UNDEFINED);
  }

  @Test
  void puttingAndRemovingGiveWhatWasThere() throws Exception {
    assertThat(store.put(KEY, Value.of(1))).isEqualTo(Value.UNDEFINED);
    assertThat(store.put(KEY, Value.of(2))).isEqualTo(Value.of(1));
    assertThat(store.get(KEY)).isEqualTo(Value.of(2));
    assertThat(store.remove(KEY)).isEqualTo(Value.of(2));
    assertThat(store.get(KEY)).isEqualTo(Value.UNDEFINED);
  }

  @Test
  void keysAreAnyValueAndIntegersAreNoFloats() throws Exception {
    Value map = Value.Map.builder().put("a", Value.of(1)).put("b", Value.of(2)).build();
    Value turned = Value.Map.builder().put("b", Value.of(2)).put("a", Value.of(1)).build();
    store.put(map, Value.TRUE);
    store.put(Value.of(1), Value.FALSE);
    assertThat(store.get(turned)).isEqualTo(Value.TRUE);
    assertThat(store.get(Value.of(1.0))).isEqualTo(Value.UNDEFINED);
  }

  @Test
  void moreEntriesThanAllowedAreRefusedAndTheLimitIsNamed() throws Exception {
    store.put(Value.of(1), Value.TRUE);
    store.put(Value.of(2), Value.TRUE);
    assertThatThrownBy(() -> store.put(Value.of(3), Value.TRUE))
        .isInstanceOf(EvaluationException.class)
        .hasMessage("kv_store is full: it holds 2 entries");
    assertThat(store.put(Value.of(2), Value.FALSE)).isEqualTo(Value.TRUE);
    store.remove(Value.of(1));
    assertThat(store.put(Value.of(3), Value.TRUE)).isEqualTo(Value.UNDEFINED);
  }

  @Test
  void moreBytesThanAllowedAreRefusedAndRoomComesBack() throws Exception {
    Value large = Value.of("x".repeat(700));
    store.put(KEY, large);
    assertThatThrownBy(() -> store.put(Value.of("l"), large))
        .hasMessage("kv_store is full: it may hold 1000 bytes");
    assertThat(store.put(KEY, Value.TRUE)).isEqualTo(large);
    assertThat(store.put(Value.of("l"), large)).isEqualTo(Value.UNDEFINED);
  }

  @Test
  void theForgetfulStoreKeepsNothing() throws Exception {
    ValueStore store = ValueStore.forgetful();
    assertThat(store.put(KEY, Value.TRUE)).isEqualTo(Value.UNDEFINED);
    assertThat(store.get(KEY)).isEqualTo(Value.UNDEFINED);
    assertThat(store.remove(KEY)).isEqualTo(Value.UNDEFINED);
  }
}
