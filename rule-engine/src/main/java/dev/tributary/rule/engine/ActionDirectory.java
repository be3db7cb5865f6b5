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
  record Entry(RecordTemplate template, Action action) {}

  /**
   * Adds an action, or replaces the one of that id.
   *
   * @throws TemplateException if a template cannot be compiled, or the partition key template is
   *     empty; nothing has changed then
   */
  public void put(String actionId, RecordSpec spec, Action action) throws TemplateException {
    entries.put(actionId, new Entry(RecordTemplate.compile(spec), action));
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
