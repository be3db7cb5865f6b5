package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kinesis.local.LocalKinesis;
import dev.tributary.server.internal.cli.TributaryCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Commands against a local Kinesis. */
record Cli(LocalKinesis kinesis) {

  /** What a command did. */
  record Ended(int exitCode, String out, String err) {

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError(out, e);
      }
    }
  }

  Ended run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--endpoint");
    all.add("http://127.0.0.1:" + kinesis.port());
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine command = TributaryCommand.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    int exitCode = command.execute(all.toArray(String[]::new));
    return new Ended(exitCode, out.toString(), err.toString());
  }
}
