package dev.tributary.rule.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tributary.rule.sql.internal.syntax.RandomStatements;
import dev.tributary.rule.sql.internal.syntax.SqlPrinter;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Mutated SQL, payloads and templates: nothing comes out but the language's own errors, nothing
 * hangs, nothing grows. A failure names its seed, which replays the case; README.md tells how to
 * run many.
 */
class FuzzTest {
  private static final long FIRST = Long.getLong("tributary.fuzz.first", 0);
  private static final long ROUNDS = Long.getLong("tributary.fuzz.rounds", 100_000);
  private static final long PROGRESS = Long.getLong("tributary.fuzz.progress", 100_000);
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
  private static final long HUNG_SECONDS = 120;

  private final FuzzCorpus corpus = FuzzCorpus.read();
  private volatile long seed = FIRST;
  private long compiled;
  private long evaluated;
  private long slow;

  @Test
  void onlyTheLanguagesOwnErrorsComeOut() throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .name("fuzz")
            .start(() -> {
              try {
                run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    long before = -1;
    while (true) {
      try {
        done.get(HUNG_SECONDS, TimeUnit.SECONDS);
        break;
      } catch (TimeoutException _) {
        if (seed == before) {
          fail("seed %d hangs at %s", seed, List.of(worker.getStackTrace()));
        }
        before = seed;
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause().getMessage(), e.getCause());
      }
    }
    System.out.println(progress());
    // A change that makes everything fail early would leave the rest untested.
    assertThat(compiled).isGreaterThan(ROUNDS / 20);
  }

  private void run() {
    for (long at = FIRST; at < FIRST + ROUNDS; at++) {
      seed = at;
      FuzzCase drawn = FuzzCase.draw(corpus, at);
      long start = System.nanoTime();
      try {
        run(drawn);
      } catch (Exception | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("seed " + at + ": " + drawn, e);
      }
      long nanos = System.nanoTime() - start;
      if (nanos > SLOW_NANOS) {
        slow++;
        System.out.println("slow: " + nanos / 1_000_000 + " ms, seed " + at + ": " + drawn);
      }
      if ((at + 1 - FIRST) % PROGRESS == 0) {
        System.out.println(progress());
      }
    }
  }

  private void run(FuzzCase drawn) {
    Value.Map row = Value.Map.empty();
    try {
      CompiledRule rule = RuleSql.compile(drawn.sql());
      compiled++;
      RuleResult result = rule.evaluate(drawn.columns(), new FixedContext());
      evaluated++;
      if (result instanceof RuleResult.Rows(List<Value.Map> rows, boolean _)) {
        for (Value.Map each : rows) {
          row = each;
          Json.write(each);
        }
      }
    } catch (RuleSyntaxException | EvaluationException _) {
      // These are what a rule may answer with.
    }
    try {
      Template template = Template.compile(drawn.template());
      template.renderBytes(row);
      template.renderText(row);
    } catch (TemplateException _) {
      // This is what a template may answer with.
    }
    try {
      Json.write(Json.parse(drawn.payload()));
    } catch (JsonException _) {
      // This is what JSON may answer with.
    }
  }

  private String progress() {
    Runtime runtime = Runtime.getRuntime();
    return "fuzz: seed %d, %d compiled, %d evaluated, %d slow, heap %d MB"
        .formatted(
            seed,
            compiled,
            evaluated,
            slow,
            (runtime.totalMemory() - runtime.freeMemory()) / (1024 * 1024));
  }

  /** One case: everything in it follows from the seed. */
  record FuzzCase(String sql, byte[] payload, String template, Columns columns) {
    private static final List<Value> STRANGE =
        List.of(
            Value.UNDEFINED,
            Value.NULL,
            Value.of(true),
            Value.of(-1),
            Value.of(1e300),
            Value.of("{\"x\": 5}"),
            Value.of(new byte[] {(byte) 0xFF, (byte) 0xC3, 0}),
            Value.of(List.of(Value.of(104), Value.of(105))));

    static FuzzCase draw(FuzzCorpus corpus, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      Mutations mutations = new Mutations(random);
      String sql =
          random.nextInt(16) == 0
              ? SqlPrinter.print(new RandomStatements(random).next())
              : mutations.text(pick(corpus.sql(), random));
      byte[] payload = mutations.bytes(pick(corpus.payloads(), random));
      String template = mutations.text(pick(corpus.templates(), random));
      return new FuzzCase(sql, payload, template, columns(payload, random));
    }

    private static Columns columns(byte[] payload, SplittableRandom random) {
      Value.Map.Builder columns = Value.Map.builder().put("payload", Value.of(payload));
      for (String name :
          List.of("id", "event", "clientid", "username", "topic", "qos", "flags", "timestamp")) {
        Value usual = name.equals("qos") ? Value.of(1) : Value.of("t/" + name);
        columns.put(name, random.nextInt(20) == 0 ? pick(STRANGE, random) : usual);
      }
      return Columns.of(columns.build());
    }

    private static <T> T pick(List<T> choices, SplittableRandom random) {
      return choices.get(random.nextInt(choices.size()));
    }

    @Override
    public String toString() {
      return "SQL "
          + sql
          + ", payload "
          + HexFormat.of().formatHex(payload)
          + ", template "
          + template;
    }
  }
}
