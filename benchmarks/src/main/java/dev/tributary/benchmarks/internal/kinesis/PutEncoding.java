package dev.tributary.benchmarks.internal.kinesis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How requests are written: as the AWS SDK for Java does (CBOR), or as most others do (JSON). */
public enum PutEncoding {
  CBOR("cbor", "application/x-amz-cbor-1.1"),
  JSON("json", "application/x-amz-json-1.1");

  private static final String FAILED = "FailedRecordCount";

  /** A text of that length, in CBOR. */
  private static final char CBOR_TEXT = (char) (0x60 + FAILED.length());

  private final String option;
  private final String contentType;

  PutEncoding(String option, String contentType) {
    this.option = option;
    this.contentType = contentType;
  }

  public String option() {
    return option;
  }

  /** What stands in an answer when no record has failed. */
  byte[] noneFailed() {
    String text =
        switch (this) {
          case CBOR -> CBOR_TEXT + FAILED + '\0';
          case JSON -> '"' + FAILED + "\":0";
        };
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private JsonFactory factory() {
    return switch (this) {
      case CBOR -> new CBORFactory();
      case JSON -> new JsonFactory();
    };
  }

  @FunctionalInterface
  interface Members {
    void write(JsonGenerator out) throws IOException;
  }

  /** A whole request, with the headers that the SDK sends. */
  byte[] request(String operation, Members members) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (JsonGenerator out = factory().createGenerator(body)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    String head =
        """
        POST / HTTP/1.1
        Host: 127.0.0.1
        amz-sdk-invocation-id: 8a2ab0f5-6b0f-4d2a-9d3f-3f0f7f2c5d11
        amz-sdk-request: attempt=1; max=4
        Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/kinesis/aws4_request, \
        SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-date;x-amz-target, \
        Signature=b971b0fe3469cdedb581e0d36fd43001742be0386ed685dfd27fd62a80c79a17
        Content-Type: %s
        User-Agent: aws-sdk-java/2.x md/io#sync md/http#Apache ua/2.1
        X-Amz-Date: 20260101T000000Z
        X-Amz-Target: Kinesis_20131202.%s
        Content-Length: %d
        Connection: Keep-Alive

        """
            .formatted(contentType, operation, body.size())
            .replace("\n", "\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }
}
