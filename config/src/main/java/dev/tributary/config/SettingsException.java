package dev.tributary.config;

import java.util.List;

/** Settings that cannot be used, with every mistake in them. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public SettingsException(Problems problems) {
    super(problems.text());
    this.problems = problems.list();
  }

  public List<Problem> problems() {
    return problems;
  }
}
