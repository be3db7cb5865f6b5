package dev.tributary.server.internal.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/** One record a line: its bytes as they are, or JSON with all that Kinesis knows of it. */
final class RecordPrinter {

  private final ObjectMapper mapper = new ObjectMapper();
  private final PrintStream out;
  private final boolean json;

  RecordPrinter(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void print(StreamReader.Located located) {
    Record record = located.record();
    byte[] data = record.data().asByteArrayUnsafe();
    if (!json) {
      out.write(data, 0, data.length);
      out.println();
      return;
    }
    ObjectNode line = mapper.createObjectNode();
    line.put("shardId", located.shardId());
    line.put("sequenceNumber", record.sequenceNumber());
    line.put("partitionKey", record.partitionKey());
    line.put("approximateArrivalTimestamp", String.valueOf(record.approximateArrivalTimestamp()));
    String text = text(data);
    if (text == null) {
      line.put("dataBase64", Base64.getEncoder().encodeToString(data));
    } else {
      line.put("data", text);
    }
    out.println(line);
  }

  private static @Nullable String text(byte[] data) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
