package dev.tributary.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of one subject, or why there are none.
 *
 * @param budgetMicros CPU per message that it should need at most; 0 if there is no budget
 * @param isLimit whether it is a part alone, to compare with
 */
record Figures(
    String name,
    String title,
    double budgetMicros,
    boolean isLimit,
    List<Round> rounds,
    Optional<String> notMeasured) {

  Figures {
    rounds = List.copyOf(rounds);
  }

  /** The median of the rounds. Throws without rounds. */
  double median(ToDoubleFunction<Round> figure) {
    double[] values = sorted(figure);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  double least(ToDoubleFunction<Round> figure) {
    return sorted(figure)[0];
  }

  double most(ToDoubleFunction<Round> figure) {
    return sorted(figure)[rounds.size() - 1];
  }

  /** The median of one of {@link Round#others}; empty where it was not measured. */
  Optional<Double> other(String number) {
    return !rounds.isEmpty() && rounds.stream().allMatch(r -> r.others().containsKey(number))
        ? Optional.of(median(r -> r.others().getOrDefault(number, 0.0)))
        : Optional.empty();
  }

  private double[] sorted(ToDoubleFunction<Round> figure) {
    double[] values = rounds.stream().mapToDouble(figure).toArray();
    Arrays.sort(values);
    return values;
  }
}
