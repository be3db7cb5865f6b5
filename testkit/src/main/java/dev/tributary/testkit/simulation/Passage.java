package dev.tributary.testkit.simulation;

import dev.tributary.sink.BatchOutcome;
import java.time.Duration;
import java.util.function.Consumer;

/** The request that is being sent at this moment, for the model of a service to decide about. */
public interface Passage {

  /** Its answer comes so long after now; otherwise the scheduler chooses. */
  void answerAfter(Duration delay);

  /** Told what the runtime was told, after it was told. Not told if the process dies before. */
  void whenAnswered(Consumer<BatchOutcome> listener);
}
