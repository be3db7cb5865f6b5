package dev.tributary.rule.sql.internal.jq;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Dates as text and back, by the letters of strftime, in English and UTC. */
final class DateFormat {
  private static final Locale ENGLISH = Locale.ENGLISH;
  private static final int TWO_DIGITS = 2;

  private final String text;
  private int at;
  private int year = 1900;
  private int month = 1;
  private int day = 1;
  private int hour;
  private int minute;
  private int second;
  private boolean afternoon;
  private @Nullable Long epoch;

  private DateFormat(String text) {
    this.text = text;
  }

  static String format(LocalDateTime date, String format) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        i++;
        text.append(field(date, format.charAt(i)));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String field(LocalDateTime date, char letter) {
    return switch (letter) {
      case 'Y' -> Integer.toString(date.getYear());
      case 'C' -> two(date.getYear() / 100);
      case 'y' -> two(Math.floorMod(date.getYear(), 100));
      case 'm' -> two(date.getMonthValue());
      case 'd' -> two(date.getDayOfMonth());
      case 'e' -> String.format(ENGLISH, "%2d", date.getDayOfMonth());
      case 'H' -> two(date.getHour());
      case 'k' -> String.format(ENGLISH, "%2d", date.getHour());
      case 'I' -> two(hour12(date));
      case 'l' -> String.format(ENGLISH, "%2d", hour12(date));
      case 'M' -> two(date.getMinute());
      case 'S' -> two(date.getSecond());
      case 'j' -> String.format(ENGLISH, "%03d", date.getDayOfYear());
      case 'p' -> date.getHour() < 12 ? "AM" : "PM";
      case 'P' -> date.getHour() < 12 ? "am" : "pm";
      case 'a' -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, ENGLISH);
      case 'A' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, ENGLISH);
      case 'b', 'h' -> date.getMonth().getDisplayName(TextStyle.SHORT, ENGLISH);
      case 'B' -> date.getMonth().getDisplayName(TextStyle.FULL, ENGLISH);
      case 'u' -> Integer.toString(date.getDayOfWeek().getValue());
      case 'w' -> Integer.toString(date.getDayOfWeek().getValue() % 7);
      case 'U' -> two((date.getDayOfYear() + 6 - date.getDayOfWeek().getValue() % 7) / 7);
      case 'W' -> two((date.getDayOfYear() + 6 - (date.getDayOfWeek().getValue() - 1)) / 7);
      case 'V' -> two(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'G' -> Integer.toString(date.get(IsoFields.WEEK_BASED_YEAR));
      case 's' -> Long.toString(date.toEpochSecond(ZoneOffset.UTC));
      case 'Z' -> "UTC";
      case 'z' -> "+0000";
      case 'F' -> format(date, "%Y-%m-%d");
      case 'D', 'x' -> format(date, "%m/%d/%y");
      case 'T', 'X' -> format(date, "%H:%M:%S");
      case 'R' -> format(date, "%H:%M");
      case 'r' -> format(date, "%I:%M:%S %p");
      case 'c' -> format(date, "%a %b %e %H:%M:%S %Y");
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      default -> "%" + letter;
    };
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private static int hour12(LocalDateTime date) {
    int hour = date.getHour() % 12;
    return hour == 0 ? 12 : hour;
  }

  /** Null if the text is not in that format. */
  static @Nullable LocalDateTime parse(String text, String format) {
    DateFormat parser = new DateFormat(text);
    if (!parser.read(format) || parser.at != text.length()) {
      return null;
    }
    try {
      return parser.date();
    } catch (DateTimeException _) {
      return null;
    }
  }

  private LocalDateTime date() {
    if (epoch != null) {
      return LocalDateTime.ofEpochSecond(epoch, 0, ZoneOffset.UTC);
    }
    int hours = afternoon ? hour % 12 + 12 : hour;
    // A leap second is the first of the next minute.
    return LocalDateTime.of(year, month, day, hours, minute, 0).plus(second, ChronoUnit.SECONDS);
  }

  private boolean read(String format) {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (Character.isWhitespace(c)) {
        skipBlanks();
      } else if (c == '%' && i + 1 < format.length()) {
        i++;
        if (!readField(format.charAt(i))) {
          return false;
        }
      } else if (at >= text.length() || text.charAt(at++) != c) {
        return false;
      }
    }
    return true;
  }

  private boolean readField(char letter) {
    switch (letter) {
      case 'Y' -> year = number(4);
      case 'y' -> year = century(number(TWO_DIGITS));
      case 'm' -> month = number(TWO_DIGITS);
      case 'd', 'e' -> day = number(TWO_DIGITS);
      case 'H', 'k', 'I', 'l' -> hour = number(TWO_DIGITS);
      case 'M' -> minute = number(TWO_DIGITS);
      case 'S' -> second = number(TWO_DIGITS);
      case 'j' -> {
        return number(3) >= 0;
      }
      case 's' -> {
        int from = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
          at++;
        }
        if (at == from || at - from > 15) {
          return false;
        }
        epoch = Long.parseLong(text, from, at, 10);
      }
      case 'p', 'P' -> {
        afternoon = text.regionMatches(true, at, "PM", 0, TWO_DIGITS);
        boolean morning = text.regionMatches(true, at, "AM", 0, TWO_DIGITS);
        at += TWO_DIGITS;
        hour = morning && hour == 12 ? 0 : hour;
        return afternoon || morning;
      }
      case 'b', 'B', 'h' ->
          month = name(12, i -> Month.of(i).getDisplayName(TextStyle.FULL, ENGLISH));
      case 'a', 'A' -> {
        return name(7, i -> DayOfWeek.of(i).getDisplayName(TextStyle.FULL, ENGLISH)) > 0;
      }
      case 'Z' -> {
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
          at++;
        }
      }
      case 'z' -> {
        return readOffset();
      }
      case 'T' -> {
        return read("%H:%M:%S");
      }
      case 'R' -> {
        return read("%H:%M");
      }
      case 'F' -> {
        return read("%Y-%m-%d");
      }
      case 'D' -> {
        return read("%m/%d/%y");
      }
      case 'c' -> {
        return read("%a %b %e %H:%M:%S %Y");
      }
      case 'n', 't' -> skipBlanks();
      case '%' -> {
        return at < text.length() && text.charAt(at++) == '%';
      }
      default -> {
        return false;
      }
    }
    return year >= 0 && month > 0 && day > 0 && hour >= 0 && minute >= 0 && second >= 0;
  }

  /** A sign, hours and minutes; the original reads an offset and leaves it aside. */
  private boolean readOffset() {
    if (at < text.length() && text.charAt(at) == 'Z') {
      at++;
      return true;
    }
    boolean signed = at < text.length() && "+-".indexOf(text.charAt(at)) >= 0;
    at++;
    boolean read = signed && number(TWO_DIGITS) >= 0;
    if (read && at < text.length() && text.charAt(at) == ':') {
      at++;
    }
    return read && number(TWO_DIGITS) >= 0;
  }

  /** The digits that stand here, -1 if there are none. */
  private int number(int digits) {
    skipBlanks();
    int from = at;
    while (at < text.length() && at - from < digits && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return at == from ? -1 : Integer.parseInt(text, from, at, 10);
  }

  private static int century(int year) {
    return year < 0 ? year : year < 69 ? 2000 + year : 1900 + year;
  }

  /** Which of the names, counted from 1, stands here in full or by its first three letters. */
  private int name(int names, IntFunction<String> named) {
    for (int i = 1; i <= names; i++) {
      String full = named.apply(i);
      for (String form : new String[] {full, full.substring(0, 3)}) {
        if (text.regionMatches(true, at, form, 0, form.length())) {
          at += form.length();
          return i;
        }
      }
    }
    return -1;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
