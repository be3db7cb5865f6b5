package dev.tributary.server.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tributary dead-letters}: what an action could not deliver, through REST. */
@Command(
    name = "dead-letters",
    description = "List, show, send again and delete the dead letters of an action.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "An action keeps them if resource_opts.dead_letter.enable is true.",
      "Exit codes: 1 it could not be done, or only in part; 2 the command is wrong."
    })
final class DeadLettersCommand extends HelpOption implements Runnable {

  private static final Pattern ACTION = Pattern.compile("([a-z0-9_]+:)?[A-Za-z0-9_-]{1,255}");

  /** As many as REST answers at once. */
  private static final int PAGE_MAX = 1_000;

  private static final int NOT_FOUND = 404;
  private static final String WHICH = "Which dead letters.";
  private static final String ALL = "All dead letters of the action.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: list, show, replay or purge");
  }

  /** Which action is meant, and how the answer is printed. */
  static final class Target {
    @Parameters(
        index = "0",
        paramLabel = "ACTION",
        description = "Name of the action, or its id such as kinesis:my_action.")
    private String action = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private RestOptions rest = new RestOptions();

    String path() {
      if (!ACTION.matcher(action).matches()) {
        throw new CommandFailure(
            "ACTION %s is not valid: expected a name such as my_action".formatted(action), 2);
      }
      return "/actions/%s/dead_letters"
          .formatted(action.contains(":") ? action : "kinesis:" + action);
    }
  }

  /** Some of them, or all. */
  private record Selection(List<Long> ids, boolean all) {

    /** Nothing is done to all of them by mistake. */
    static Selection of(String command, @Nullable List<Long> given, boolean all) {
      List<Long> ids = given == null ? List.of() : given.stream().distinct().toList();
      if (all == !ids.isEmpty()) {
        throw new CommandFailure(
            "%s: expected either the IDs of dead letters or --all".formatted(command), 2);
      }
      return new Selection(ids, all);
    }
  }

  @Command(name = "list", description = "Print the dead letters, oldest first, one a line.")
  void list(
      @Mixin Target target,
      @Option(
              names = "--limit",
              defaultValue = "100",
              description = "Most that are printed (default: ${DEFAULT-VALUE}).")
          int limit,
      @Option(
              names = "--after",
              defaultValue = "0",
              description = "Start behind the one of this id.")
          long after,
      @Mixin HelpOption helpOption) {
    if (limit < 1 || after < 0) {
      throw new CommandFailure("--limit has to be 1 or more, --after 0 or more", 2);
    }
    String path = target.path();
    try (RestApi api = target.rest.api()) {
      var printer = new DeadLetterPrinter(out(), target.json);
      long last = after;
      int printed = 0;
      boolean more = true;
      while (more && printed < limit) {
        int page = Math.min(PAGE_MAX, limit - printed);
        JsonNode answer = api.require("GET", path + "?limit=" + page + "&after=" + last, null);
        for (JsonNode letter : answer.path("data")) {
          printer.list(letter);
          last = letter.path("id").asLong();
          printed++;
        }
        more = answer.at("/meta/hasnext").asBoolean() && !answer.path("data").isEmpty();
      }
      out().flush();
      note(printed, more, last);
    }
  }

  private void note(int printed, boolean more, long last) {
    if (more) {
      spec.commandLine().getErr().printf("there are more: --after %d%n", last);
    } else if (printed == 0) {
      spec.commandLine().getErr().println("there are no dead letters");
    }
  }

  @Command(name = "show", description = "Print dead letters with everything that is known.")
  void show(
      @Mixin Target target,
      @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = WHICH)
          List<Long> ids,
      @Mixin HelpOption helpOption) {
    String path = target.path();
    try (RestApi api = target.rest.api()) {
      var printer = new DeadLetterPrinter(out(), target.json);
      for (int i = 0; i < ids.size(); i++) {
        if (i > 0 && !target.json) {
          out().println();
        }
        printer.show(api.require("GET", path + "/" + ids.get(i), null));
      }
    } finally {
      out().flush();
    }
  }

  @Command(
      name = "replay",
      description = "Send dead letters to their action again; each goes once the action holds it.")
  void replay(
      @Mixin Target target,
      @Parameters(index = "1..*", arity = "0..*", paramLabel = "ID", description = WHICH)
          @Nullable List<Long> ids,
      @Option(names = "--all", description = ALL) boolean all,
      @Mixin HelpOption helpOption) {
    Selection selection = Selection.of("replay", ids, all);
    String path = target.path() + "/replay";
    Map<String, Object> body = all ? Map.of("all", true) : Map.of("ids", selection.ids());
    try (RestApi api = target.rest.api()) {
      JsonNode answer = api.require("POST", path, body);
      done(target, selection, "replayed", answer.path("replayed").asLong());
    }
  }

  @Command(name = "purge", description = "Delete dead letters.")
  void purge(
      @Mixin Target target,
      @Parameters(index = "1..*", arity = "0..*", paramLabel = "ID", description = WHICH)
          @Nullable List<Long> ids,
      @Option(names = "--all", description = ALL) boolean all,
      @Mixin HelpOption helpOption) {
    Selection selection = Selection.of("purge", ids, all);
    String path = target.path();
    try (RestApi api = target.rest.api()) {
      long purged = 0;
      if (all) {
        purged = api.require("DELETE", path + "?all=true", null).path("purged").asLong();
      } else {
        // An action that does not exist is not the same as a dead letter that is gone.
        api.require("GET", path + "?limit=1", null);
      }
      for (long id : selection.ids()) {
        purged += purged(api, path + "/" + id) ? 1 : 0;
      }
      done(target, selection, "purged", purged);
    }
  }

  private static boolean purged(RestApi api, String path) {
    RestApi.Answer answer = api.call("DELETE", path, null);
    if (!answer.isGood() && answer.status() != NOT_FOUND) {
      throw new CommandFailure(answer.message());
    }
    return answer.isGood();
  }

  private void done(Target target, Selection selection, String what, long count) {
    if (target.json) {
      out().printf("{\"%s\":%d}%n", what, count);
    } else {
      out().printf("%s %d dead letter(s)%n", what, count);
    }
    out().flush();
    int named = selection.ids().size();
    if (count < named) {
      throw new CommandFailure("%d of %d are not there (any more)".formatted(named - count, named));
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
