package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Columns;
import dev.tributary.sink.Receipt;
import java.util.Arrays;

/** More than one rule for a message. Filled while they are found. One thread. */
final class SeveralMatches implements RuleMatch {
  private static final int USUAL = 4;

  private RuleMatch[] matches = new RuleMatch[USUAL];
  private int size;

  SeveralMatches(RuleMatch first) {
    matches[size++] = first;
  }

  SeveralMatches and(RuleMatch next) {
    if (size == matches.length) {
      matches = Arrays.copyOf(matches, size * 2);
    }
    matches[size++] = next;
    return this;
  }

  @Override
  public void run(Columns columns, Receipt receipt) {
    for (int i = 0; i < size; i++) {
      matches[i].run(columns, receipt);
    }
  }
}
