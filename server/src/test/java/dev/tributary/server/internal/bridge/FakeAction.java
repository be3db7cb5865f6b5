package dev.tributary.server.internal.bridge;

import dev.tributary.sink.Action;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what it gets and tells the publisher what the test wants. */
final class FakeAction implements Action {

  static final String ID = "kinesis:fake";

  final List<SinkRecord> records = new CopyOnWriteArrayList<>();
  private final Consumer<Receipt> answer;

  FakeAction(Consumer<Receipt> answer) {
    this.answer = answer;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public void submit(SinkRecord record, Receipt receipt) {
    records.add(record);
    receipt.expect();
    answer.accept(receipt);
  }
}
