package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.FunctionDescription;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * All functions by name. The classes listed here are read once, when the first rule is compiled;
 * evaluation knows only bound calls.
 */
public final class Functions {
  /** Chapters of the reference, in its order. */
  private static final List<Chapter> CHAPTERS =
      List.of(
          new Chapter("Mathematics", MathFunctions.class),
          new Chapter("Types", TypeFunctions.class),
          new Chapter("Conversion", ConversionFunctions.class),
          new Chapter("Strings", StringFunctions.class),
          new Chapter("Strings", PartsFunctions.class),
          new Chapter("Strings", FormatFunctions.class),
          new Chapter("Regular expressions", RegexFunctions.class),
          new Chapter("Maps", MapFunctions.class),
          new Chapter("Lists", ListFunctions.class),
          new Chapter("Hashes", HashFunctions.class),
          new Chapter("Compression", CompressionFunctions.class),
          new Chapter("Bits", BitFunctions.class),
          new Chapter("Bits of binary data", SubbitsFunctions.class),
          new Chapter("Encoding", EncodingFunctions.class),
          new Chapter("Date and time", TimeFunctions.class),
          new Chapter("Conditions", ConditionFunctions.class),
          new Chapter("Databases", DatabaseFunctions.class),
          new Chapter("Message", MessageFunctions.class),
          new Chapter("System", SystemFunctions.class),
          new Chapter("Stored values", StoreFunctions.class),
          new Chapter("jq", JqFunctions.class));

  private static final int FAR_OFF = 3;

  private static final SequencedMap<String, FunctionForms> ALL = read();

  private record Chapter(String title, Class<?> functions) {}

  /** What is found under a name. */
  public sealed interface Found {
    record Bound(Call call) implements Found {}

    /** The nearest name is empty if none is near. */
    record Unknown(String nearest) implements Found {}

    record WrongArity(String signatures) implements Found {}
  }

  private Functions() {}

  /** The function of that name, bound to so many arguments. */
  public static Found find(String name, int arguments) {
    FunctionForms forms = ALL.get(name);
    if (forms == null) {
      return new Found.Unknown(nearest(name));
    }
    Optional<Call> call = forms.bind(arguments);
    return call.isPresent()
        ? new Found.Bound(call.get())
        : new Found.WrongArity(String.join(" or ", forms.calls()));
  }

  public static List<FunctionDescription> descriptions() {
    return ALL.values().stream().map(FunctionForms::description).toList();
  }

  /** The chapters of the reference, in its order. */
  public static List<String> chapters() {
    return CHAPTERS.stream().map(Chapter::title).toList();
  }

  private static SequencedMap<String, FunctionForms> read() {
    Map<String, List<Method>> methods = new TreeMap<>();
    Map<String, String> categories = new TreeMap<>();
    for (Chapter chapter : CHAPTERS) {
      for (Method method : chapter.functions().getDeclaredMethods()) {
        if (method.isAnnotationPresent(RuleFunction.class)) {
          String name = FunctionForms.name(method);
          methods.computeIfAbsent(name, _ -> new ArrayList<>()).add(method);
          categories.put(name, chapter.title());
        }
      }
    }
    SequencedMap<String, FunctionForms> all = new TreeMap<>();
    methods.forEach((name, forms) ->
        all.put(name, FunctionForms.of(name, categories.getOrDefault(name, ""), forms)));
    return all;
  }

  /** The known name most like this one; empty if none is near. */
  public static String nearest(String name) {
    return ALL.keySet().stream()
        .filter(known -> distance(name, known) < Math.min(FAR_OFF, 1 + name.length() / 3))
        .min(Comparator.comparingInt(known -> distance(name, known)))
        .orElse("");
  }

  /** How many letters must be changed, put in or taken out, without regard to case. */
  private static int distance(String left, String right) {
    if (Math.abs(left.length() - right.length()) >= FAR_OFF) {
      return FAR_OFF;
    }
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        boolean same =
            Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
        int changed = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}
