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
    return median(sorted(figure));
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double least(ToDoubleFunction<Round> figure) {
    return sorted(figure)[0];
  }

  double most(ToDoubleFunction<Round> figure) {
    return sorted(figure)[rounds.size() - 1];
  }

  /** The median of one of {@link Round#others} of the rounds that have it; empty if none has. */
  Optional<Double> other(String number) {
    double[] values =
        rounds.stream()
            .filter(round -> round.others().containsKey(number))
            .mapToDouble(round -> round.others().getOrDefault(number, 0.0))
            .sorted()
            .toArray();
    return values.length == 0 ? Optional.empty() : Optional.of(median(values));
  }

  private double[] sorted(ToDoubleFunction<Round> figure) {
    double[] values = rounds.stream().mapToDouble(figure).toArray();
    Arrays.sort(values);
    return values;
  }
}
