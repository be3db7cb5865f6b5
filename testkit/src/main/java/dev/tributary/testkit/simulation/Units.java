package dev.tributary.testkit.simulation;

import dev.tributary.sink.Outcome;
import dev.tributary.sink.SinkRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The records of a request, put together as they share one fate. */
record Units(List<SinkRecord> batch, List<List<Integer>> indexes) {

  /** Each by itself. */
  static Units each(List<SinkRecord> batch) {
    List<List<Integer>> indexes = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      indexes.add(List.of(i));
    }
    return new Units(batch, indexes);
  }

  /** All of a key in one aggregate. */
  static Units byKey(List<SinkRecord> batch) {
    Map<String, List<Integer>> indexes = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      indexes.computeIfAbsent(batch.get(i).partitionKey(), _ -> new ArrayList<>()).add(i);
    }
    return new Units(batch, List.copyOf(indexes.values()));
  }

  int count() {
    return indexes.size();
  }

  /** One outcome per record; the fate of a unit is decided once. */
  List<Outcome> outcomes(Function<List<SinkRecord>, Function<SinkRecord, Outcome>> fate) {
    Outcome[] outcomes = new Outcome[batch.size()];
    for (List<Integer> unit : indexes) {
      Function<SinkRecord, Outcome> each = fate.apply(unit.stream().map(batch::get).toList());
      unit.forEach(index -> outcomes[index] = each.apply(batch.get(index)));
    }
    return Arrays.asList(outcomes);
  }
}
