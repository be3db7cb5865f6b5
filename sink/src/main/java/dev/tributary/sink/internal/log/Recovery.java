package dev.tributary.sink.internal.log;

import java.util.List;

/**
 * What was found when a log was opened.
 *
 * @param records those that have no final outcome yet
 * @param bytes keys and data of these records, as {@link dev.tributary.sink.SinkRecord#bytes}
 * @param tornBytes cut from ends of files: writes that a crash or a full disk had interrupted
 * @param setAside for people: what was damaged, and where it was copied to
 */
public record Recovery(long records, long bytes, long tornBytes, List<String> setAside) {

  public Recovery {
    setAside = List.copyOf(setAside);
  }
}
