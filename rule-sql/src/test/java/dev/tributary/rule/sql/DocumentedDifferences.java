package dev.tributary.rule.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The recorded cases that {@code docs/rule-differences.md} says are answered differently. */
final class DocumentedDifferences {
  private static final Path DOCUMENT = Path.of("../docs/rule-differences.md");
  private static final String CHAPTER = "## Results that differ";
  private static final Pattern ID = Pattern.compile("[a-z]+-\\d{3}");

  private DocumentedDifferences() {}

  /** The ids in the first column of the chapter's tables. */
  static Set<String> read() throws IOException {
    String text = Files.readString(DOCUMENT);
    String chapter = text.substring(text.indexOf(CHAPTER) + CHAPTER.length());
    return chapter
        .substring(0, chapter.indexOf("\n## "))
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.split("\\|", -1)[1])
        .flatMap(ids -> ID.matcher(ids).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
