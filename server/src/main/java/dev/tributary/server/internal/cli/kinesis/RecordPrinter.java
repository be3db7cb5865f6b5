package dev.tributary.server.internal.cli.kinesis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.server.internal.records.ReadRecord;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** One record a line: its text, or JSON with all that Kinesis knows of it. */
final class RecordPrinter {

  /** How data that is no text is shown. */
  enum Binary {
    BASE64("base64:", "dataBase64") {
      @Override
      String text(byte[] data) {
        return Base64.getEncoder().encodeToString(data);
      }
    },
    HEX("hex:", "dataHex") {
      @Override
      String text(byte[] data) {
        return HexFormat.of().formatHex(data);
      }
    };

    private final String prefix;
    private final String member;

    Binary(String prefix, String member) {
      this.prefix = prefix;
      this.member = member;
    }

    abstract String text(byte[] data);
  }

  private final ObjectMapper mapper = new ObjectMapper();
  private final PrintStream out;
  private final boolean json;
  private final Binary binary;

  RecordPrinter(PrintStream out, boolean json, Binary binary) {
    this.out = out;
    this.json = json;
    this.binary = binary;
  }

  void print(ReadRecord record) {
    println(json ? json(record).toString() : plain(record.data()));
  }

  /** Always UTF-8, whatever the terminal is set to. */
  private void println(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.write('\n');
  }

  /** Devices chose these characters: what could steer the terminal is no text. */
  private String plain(byte[] data) {
    String text = text(data);
    return text == null || text.chars().anyMatch(RecordPrinter::steers)
        ? binary.prefix + binary.text(data)
        : text;
  }

  private static boolean steers(int character) {
    return Character.isISOControl(character)
        && character != '\n'
        && character != '\r'
        && character != '\t';
  }

  private ObjectNode json(ReadRecord record) {
    byte[] data = record.data();
    ObjectNode line = mapper.createObjectNode();
    line.put("shardId", record.shardId());
    line.put("sequenceNumber", record.sequenceNumber());
    ReadRecord.Member member = record.member();
    if (member != null) {
      line.put("subSequenceNumber", member.subSequenceNumber());
    }
    line.put("partitionKey", record.partitionKey());
    if (member != null && member.explicitHashKey() != null) {
      line.put("explicitHashKey", member.explicitHashKey());
    }
    line.put("approximateArrivalTimestamp", record.arrival().toString());
    String text = text(data);
    if (text == null) {
      line.put(binary.member, binary.text(data));
    } else {
      line.put("data", text);
    }
    return line;
  }

  private static @Nullable String text(byte[] data) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
