package dev.tributary.server.internal.cli.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.internal.records.ReadRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordPrinterTest {

  private static final byte[] BINARY = {(byte) 0xFF, 0, 1};

  private static String printed(
      boolean json, RecordPrinter.Binary binary, byte[] data, ReadRecord.@Nullable Member member) {
    var bytes = new ByteArrayOutputStream();
    var record =
        new ReadRecord(
            "shardId-000000000000",
            "495",
            "key",
            Instant.parse("2026-11-23T08:00:00.250Z"),
            data,
            member);
    new RecordPrinter(new PrintStream(bytes, true, UTF_8), json, binary).print(record);
    return bytes.toString(UTF_8);
  }

  @Test
  void textIsPrintedAsItIs() {
    assertThat(printed(false, RecordPrinter.Binary.BASE64, "grün\t1".getBytes(UTF_8), null))
        .isEqualTo("grün\t1\n");
  }

  @Test
  void whatIsNoTextIsEncoded() {
    assertThat(printed(false, RecordPrinter.Binary.BASE64, BINARY, null))
        .isEqualTo("base64:/wAB\n");
    assertThat(printed(false, RecordPrinter.Binary.HEX, BINARY, null)).isEqualTo("hex:ff0001\n");
    assertThat(printed(true, RecordPrinter.Binary.HEX, BINARY, null))
        .contains("\"dataHex\":\"ff0001\"");
  }

  @Test
  void nothingSteersTheTerminal() {
    assertThat(printed(false, RecordPrinter.Binary.HEX, "\u001B[2J".getBytes(UTF_8), null))
        .isEqualTo("hex:1b5b324a\n");
  }

  @Test
  void jsonHasAllThatIsKnown() {
    assertThat(printed(true, RecordPrinter.Binary.BASE64, "a\"b".getBytes(UTF_8), null))
        .isEqualTo(
            "{\"shardId\":\"shardId-000000000000\",\"sequenceNumber\":\"495\",\"partitionKey\":\"key\","
                + "\"approximateArrivalTimestamp\":\"2026-11-23T08:00:00.250Z\",\"data\":\"a\\\"b\"}\n");
    assertThat(printed(true, RecordPrinter.Binary.BASE64, BINARY, new ReadRecord.Member(3, "17")))
        .contains(
            "\"subSequenceNumber\":3", "\"explicitHashKey\":\"17\"", "\"dataBase64\":\"/wAB\"");
  }
}
