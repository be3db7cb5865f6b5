package dev.tributary.rule.engine;

import dev.tributary.sink.Action;
import dev.tributary.sink.Outcome;
import dev.tributary.sink.Receipt;
import dev.tributary.sink.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is submitted, and settles it as a real action does: empty keys fail alone. */
final class FakeAction implements Action {
  private final String id;
  final List<SinkRecord> records = new ArrayList<>();
  final List<Outcome.Failed> failures = new ArrayList<>();

  FakeAction(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void submit(SinkRecord record, Receipt receipt) {
    receipt.expect();
    receipt.held();
    if (record.partitionKey().isEmpty()) {
      Outcome.Failed failed = new Outcome.Failed("InvalidKey", "empty partition key");
      failures.add(failed);
      record.origin().finished(failed);
    } else {
      records.add(record);
    }
  }

  List<String> data() {
    return records.stream().map(r -> new String(r.data(), StandardCharsets.UTF_8)).toList();
  }

  List<String> keys() {
    return records.stream().map(SinkRecord::partitionKey).toList();
  }
}
