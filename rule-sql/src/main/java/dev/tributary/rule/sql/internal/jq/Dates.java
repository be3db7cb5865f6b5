package dev.tributary.rule.sql.internal.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Dates: seconds since 1970, or jq's list of year, month from 0, day, hours, minutes, seconds, day
 * of the week, day of the year. Local time is UTC.
 */
final class Dates {
  private static final String ISO = "%Y-%m-%dT%H:%M:%SZ";
  private static final int FIELDS = 6;
  private static final int STEPS_OF_A_DATE = 8;

  private Dates() {}

  static void define(Definitions definitions) {
    definitions.plain("gmtime", Dates::broken);
    definitions.plain("localtime", Dates::broken);
    definitions.plain(
        "mktime", in -> Texts.computed((double) date(in).toEpochSecond(ZoneOffset.UTC)));
    definitions.withOne("strftime", Dates::formatted);
    definitions.withOne("strflocaltime", Dates::formatted);
    definitions.withOne("strptime", Dates::parsed);
    definitions.written("todateiso8601", "strftime(\"" + ISO + "\")");
    definitions.written("fromdateiso8601", "strptime(\"" + ISO + "\") | mktime");
    definitions.written("todate", "todateiso8601");
    definitions.written("fromdate", "fromdateiso8601");
    definitions.written("date", "todateiso8601");
    definitions.written("dateadd", ". + n", "unit", "n");
    definitions.written("datesub", ". - n", "unit", "n");
  }

  private static JsonNode broken(JsonNode in) throws JsonQueryException {
    if (!in.isNumber()) {
      throw Texts.error("gmtime() requires a number");
    }
    double seconds = in.doubleValue();
    LocalDateTime date = fromSeconds(seconds);
    ArrayNode broken = broken(date);
    double fraction = seconds - Math.floor(seconds);
    broken.set(5, Texts.computed(date.getSecond() + fraction));
    return broken;
  }

  private static ArrayNode broken(LocalDateTime date) {
    return Nodes.list()
        .add(date.getYear())
        .add(date.getMonthValue() - 1)
        .add(date.getDayOfMonth())
        .add(date.getHour())
        .add(date.getMinute())
        .add(date.getSecond())
        .add(date.getDayOfWeek().getValue() % 7)
        .add(date.getDayOfYear() - 1);
  }

  private static LocalDateTime fromSeconds(double seconds) throws JsonQueryException {
    Budget.current().charge(STEPS_OF_A_DATE);
    try {
      return LocalDateTime.ofInstant(
          Instant.ofEpochSecond((long) Math.floor(seconds)), ZoneOffset.UTC);
    } catch (DateTimeException _) {
      throw Texts.error("error converting number of seconds since epoch to datetime");
    }
  }

  private static LocalDateTime date(JsonNode in) throws JsonQueryException {
    if (in.isNumber()) {
      return fromSeconds(in.doubleValue());
    }
    if (!in.isArray() || in.size() < FIELDS) {
      throw Texts.error("mktime requires array of " + FIELDS + " numbers");
    }
    for (int i = 0; i < FIELDS; i++) {
      if (!in.get(i).isNumber()) {
        throw Texts.error("mktime requires parsed datetime inputs");
      }
    }
    try {
      return LocalDate.of(in.get(0).asInt(), 1, 1)
          .plusMonths(in.get(1).asInt())
          .plusDays(in.get(2).asInt() - 1L)
          .atStartOfDay()
          .plusHours(in.get(3).asInt())
          .plusMinutes(in.get(4).asInt())
          .plusSeconds(in.get(5).asInt());
    } catch (DateTimeException _) {
      throw Texts.error("invalid gmtime representation");
    }
  }

  private static JsonNode formatted(JsonNode in, JsonNode format) throws JsonQueryException {
    if (!in.isNumber() && !in.isArray()) {
      throw Texts.error("strftime/1 requires parsed datetime inputs");
    }
    if (!format.isTextual()) {
      throw Texts.error("strftime/1 requires a string format");
    }
    Budget.current().charge(STEPS_OF_A_DATE + format.textValue().length());
    return Nodes.text(DateFormat.format(date(in), format.textValue()));
  }

  private static JsonNode parsed(JsonNode in, JsonNode format) throws JsonQueryException {
    if (!in.isTextual() || !format.isTextual()) {
      throw Texts.error("strptime/1 requires string inputs and arguments");
    }
    Budget.current().charge(STEPS_OF_A_DATE);
    LocalDateTime date = DateFormat.parse(in.textValue(), format.textValue());
    if (date == null) {
      throw Texts.error(
          "date \"" + in.textValue() + "\" does not match format \"" + format.textValue() + "\"");
    }
    return broken(date);
  }
}
