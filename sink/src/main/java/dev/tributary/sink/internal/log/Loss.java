package dev.tributary.sink.internal.log;

import java.util.List;

/**
 * Records that were in the log and were found damaged when they were to be read.
 *
 * @param records so many; they count as finished in the log and no longer as unread
 * @param setAside for people, as in {@link Recovery}
 */
public record Loss(long records, List<String> setAside) {

  public Loss {
    setAside = List.copyOf(setAside);
  }
}
