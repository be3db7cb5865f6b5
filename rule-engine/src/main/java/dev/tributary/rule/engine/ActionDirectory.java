package dev.tributary.rule.engine;

import dev.tributary.rule.sql.TemplateException;
import dev.tributary.sink.Action;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The actions that rules can reach, each with the templates that make its records. Any thread;
 * rules look up without locking, once per output, so that a change reaches the next message.
 */
public final class ActionDirectory {
  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

  /** Templates and action change together, never one without the other. */
  record Entry(RecordTemplate template, Action action, boolean keepColumns) {}

  /** Adds an action whose records nobody takes over. */
  public void put(String actionId, RecordSpec spec, Action action) throws TemplateException {
    put(actionId, spec, action, false);
  }

  /**
   * Adds an action, or replaces the one of that id.
   *
   * @param keepColumns whether its records carry the rule's output along, for fallback actions to
   *     make records of their own from; it costs as much memory and disk as the output's JSON
   * @throws TemplateException if a template cannot be compiled, or the partition key template is
   *     empty; nothing has changed then
   */
  public void put(String actionId, RecordSpec spec, Action action, boolean keepColumns)
      throws TemplateException {
    entries.put(actionId, new Entry(RecordTemplate.compile(spec), action, keepColumns));
  }

  /** Removes an action. Rules that name it count their outputs as out of service from now on. */
  public void remove(String actionId) {
    entries.remove(actionId);
  }

  /** Whether there is an action of that id. */
  public boolean contains(String actionId) {
    return entries.containsKey(actionId);
  }

  @Nullable Entry entry(String actionId) {
    return entries.get(actionId);
  }
}
