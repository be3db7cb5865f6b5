package dev.tributary.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the collections of a JVM out of its log ({@code -Xlog:gc}). What was allocated is what the
 * heap has grown by between two collections, in whole MiB: good to some percent over a round.
 */
final class GcLog {

  private static final Pattern PAUSE =
      Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\) ([0-9.]+)ms");
  private static final long MIB = 1 << 20;

  /**
   * What has happened since the look before.
   *
   * @param allocatedBytes up to the last collection
   * @param heapBytes after the last collection; 0 if there was none
   */
  record Look(int collections, double pauseMillis, long allocatedBytes, long heapBytes) {}

  private final Path file;
  private int read;
  private long heap;

  GcLog(Path file) {
    this.file = file;
  }

  Look look() {
    String text = text();
    Matcher pause = PAUSE.matcher(text);
    int collections = 0;
    double millis = 0;
    long allocated = 0;
    for (int at = read; pause.find(at); at = pause.end()) {
      collections++;
      millis += Double.parseDouble(pause.group(3));
      allocated += Long.parseLong(pause.group(1)) * MIB - heap;
      heap = Long.parseLong(pause.group(2)) * MIB;
      read = pause.end();
    }
    return new Look(collections, millis, allocated, collections == 0 ? 0 : heap);
  }

  private String text() {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException _) {
      // No log means no figures on collections, which are an extra.
      return "";
    }
  }
}
