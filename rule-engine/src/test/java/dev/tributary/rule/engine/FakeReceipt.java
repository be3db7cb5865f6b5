package dev.tributary.rule.engine;

import dev.tributary.sink.Receipt;
import dev.tributary.sink.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Counts what a publisher would be told. */
final class FakeReceipt implements Receipt {
  int expected;
  int held;
  final List<String> refused = new ArrayList<>();

  @Override
  public void expect() {
    expected++;
  }

  @Override
  public void held() {
    held++;
  }

  @Override
  public void refused(Refusal refusal, String reason) {
    refused.add(reason);
  }

  boolean settled() {
    return expected == held && refused.isEmpty();
  }
}
