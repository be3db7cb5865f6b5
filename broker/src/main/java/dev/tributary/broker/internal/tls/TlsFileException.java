package dev.tributary.broker.internal.tls;

import java.nio.file.Path;

/** A file of {@code ssl_options} is no good; the message names the option, the file and why. */
public final class TlsFileException extends Exception {

  private static final long serialVersionUID = 1L;

  TlsFileException(String option, Path file, String why, Throwable cause) {
    super(option + " " + file + ": " + why, cause);
  }

  TlsFileException(String option, Path file, String why) {
    super(option + " " + file + ": " + why);
  }

  TlsFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
