package dev.tributary.rule.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.rule.sql.internal.syntax.RandomStatements;
import dev.tributary.rule.sql.internal.syntax.SqlPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is mutated: the recorded rules with their messages and templates if they are there, every
 * example of the function reference, and statements made up from the grammar.
 */
record FuzzCorpus(List<String> sql, List<byte[]> payloads, List<String> templates) {
  private static final int GENERATED = 300;

  static FuzzCorpus read() {
    List<String> sql = new ArrayList<>();
    List<byte[]> payloads = new ArrayList<>();
    List<String> templates = new ArrayList<>(List.of("${.}", "a ${b} $${c.d} ${payload.x}"));
    payloads.add(
        "{\"a\": [{\"b\": 1}], \"l\": [{\"v\": 2.5}, null], \"c\": \"x\"}".getBytes(UTF_8));
    for (Value.Map recorded : Vectors.readIfThere("rules.jsonl")) {
      sql.add(recorded.value("sql").toString());
      Value payload = ((Value.Map) recorded.value("context")).value("payload");
      payloads.add(payload.toString().getBytes(UTF_8));
    }
    for (Value.Map recorded : Vectors.readIfThere("templates.jsonl")) {
      templates.add(recorded.value("template").toString());
      payloads.add(Json.write(recorded.value("output_fields")));
    }
    for (FunctionDescription function : FunctionCatalog.all()) {
      for (FunctionDescription.Example example : function.examples()) {
        sql.add("SELECT " + example.expression() + " AS r FROM \"t/#\"");
      }
    }
    for (long seed = 0; seed < GENERATED; seed++) {
      sql.add(SqlPrinter.print(new RandomStatements(new SplittableRandom(seed)).next()));
    }
    return new FuzzCorpus(List.copyOf(sql), List.copyOf(payloads), List.copyOf(templates));
  }
}
