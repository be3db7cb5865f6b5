package dev.tributary.rule.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counters of one rule since its start or last reset. {@code matched = passed + failed} holds
 * in every instance.
 *
 * @param passed messages of which the rule made at least one output
 * @param failedException messages on which the SQL failed
 * @param failedNoResult messages that WHERE rejected, or of which FOREACH made no output
 * @param actionsTotal outputs handed to actions, counted per action
 * @param actionsSuccess those delivered
 * @param actionsFailedOutOfService those whose action was missing, disabled or removed
 * @param actionsFailedUnknown those that failed or expired
 * @param actionsDiscarded those withheld so that nothing goes round in circles: from an action
 *     whose own fallback made the message, and from republishing by a rule that the message came
 *     out of
 * @param matchedRate messages in the last second
 * @param matchedRateMax highest rate since the last reset
 * @param matchedRateLast5m messages a second over the last five minutes
 */
public record RuleMetrics(
    long passed,
    long failedException,
    long failedNoResult,
    long actionsTotal,
    long actionsSuccess,
    long actionsFailedOutOfService,
    long actionsFailedUnknown,
    long actionsDiscarded,
    double matchedRate,
    double matchedRateMax,
    double matchedRateLast5m) {

  /** Messages that reached the rule. */
  public long matched() {
    return passed + failed();
  }

  public long failed() {
    return failedException + failedNoResult;
  }

  /** Outputs that an action could not deliver, whatever the reason. */
  public long actionsFailed() {
    return actionsFailedOutOfService + actionsFailedUnknown;
  }

  /** The figures by the original's names, in the order of its documentation. */
  public Map<String, Number> byName() {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("matched", matched());
    figures.put("passed", passed);
    figures.put("failed", failed());
    figures.put("failed.exception", failedException);
    figures.put("failed.no_result", failedNoResult);
    figures.put("actions.total", actionsTotal);
    figures.put("actions.success", actionsSuccess);
    figures.put("actions.failed", actionsFailed());
    figures.put("actions.failed.out_of_service", actionsFailedOutOfService);
    figures.put("actions.failed.unknown", actionsFailedUnknown);
    figures.put("actions.discarded", actionsDiscarded);
    figures.put("matched.rate", matchedRate);
    figures.put("matched.rate.max", matchedRateMax);
    figures.put("matched.rate.last5m", matchedRateLast5m);
    return figures;
  }
}
