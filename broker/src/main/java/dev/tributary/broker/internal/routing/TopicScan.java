package dev.tributary.broker.internal.routing;

import dev.tributary.broker.Message;
import java.util.Iterator;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks the topics of an ordered map that match a filter, in order, by leaping: of a topic that
 * does not match, the filter tells the first one after it that could. So the cost depends on how
 * many topics match, or begin to match up to a wildcard, not on how many there are. The map may
 * change meanwhile: what is there all the time is met exactly once. For one thread.
 */
final class TopicScan {

  private static final int MATCH = -1;
  private static final int END = -2;

  private final ConcurrentNavigableMap<String, Message> topics;
  private final String[] filter;
  private Iterator<Message> ahead;
  private boolean isDone;

  /** Where the last look at a topic says to go on. */
  private String target = "";

  TopicScan(ConcurrentNavigableMap<String, Message> topics, String filter) {
    this.topics = topics;
    this.filter = filter.split("/", -1);
    this.ahead = topics.values().iterator();
  }

  boolean isDone() {
    return isDone;
  }

  /**
   * The next match. Null if there is none among the next {@code steps} topics that had to be looked
   * at, or none at all: then it is done.
   */
  @Nullable Message next(int steps) {
    for (int i = 0; i < steps && !isDone; i++) {
      if (!ahead.hasNext()) {
        isDone = true;
        return null;
      }
      Message message = ahead.next();
      switch (look(message.topic())) {
        case MATCH -> {
          return message;
        }
        case END -> isDone = true;
        default -> ahead = topics.tailMap(target, true).values().iterator();
      }
    }
    return null;
  }

  private int look(String topic) {
    int start = 0;
    int lastOne = -1; // where the level of the last + ends
    for (int i = 0; i < filter.length; i++) {
      String wanted = filter[i];
      boolean wild = wanted.equals("+") || wanted.equals("#");
      if (i == 0 && wild && topic.startsWith("$")) {
        return leap("%"); // behind all that begins with $ [MQTT-4.7.2-1]
      }
      if (wanted.equals("#")) {
        return MATCH;
      }
      if (start < 0) { // the topic has no such level: look below it
        return leap(topic + "/" + (wild ? "" : wanted));
      }
      int slash = topic.indexOf('/', start);
      int end = slash < 0 ? topic.length() : slash;
      if (wild) {
        lastOne = end;
      } else if (!isLevel(topic, start, end, wanted)) {
        return levelBefore(topic.substring(start, end), wanted)
            ? leap(topic.substring(0, start) + wanted)
            : behind(topic, lastOne);
      }
      start = slash < 0 ? -1 : slash + 1;
    }
    return start < 0 ? MATCH : behind(topic, lastOne);
  }

  private static boolean isLevel(String topic, int start, int end, String wanted) {
    return wanted.length() == end - start && topic.startsWith(wanted, start);
  }

  /** Within a level there is no separator, which is all that the order of topics knows more of. */
  private static boolean levelBefore(String level, String wanted) {
    return level.compareTo(wanted) < 0;
  }

  /** On with the next name that + can stand for. */
  private int behind(String topic, int lastOne) {
    return lastOne < 0 ? END : leap(topic.substring(0, lastOne) + '\0');
  }

  private int leap(String to) {
    target = to;
    return 0;
  }
}
