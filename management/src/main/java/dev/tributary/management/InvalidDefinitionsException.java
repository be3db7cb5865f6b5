package dev.tributary.management;

import java.util.List;

/** The configuration file's objects do not fit together; one sentence per mistake. */
public final class InvalidDefinitionsException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  public InvalidDefinitionsException(List<String> mistakes) {
    super(String.join("\n", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  public List<String> mistakes() {
    return mistakes;
  }
}
