package dev.tributary.sink.kinesis;

import dev.tributary.sink.Health;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * PutRecords with {@code DryRun}: Kinesis checks everything, stores nothing, and says {@code
 * DryRunOperationException} if it would have stored. It would store where the member is not known,
 * so it is sent only to AWS itself (all regions have it since September 2026) and to endpoints that
 * announce it. The SDK's model does not have the member yet; an interceptor adds it.
 */
final class DryRun {

  private static final Logger log = LoggerFactory.getLogger(DryRun.class);

  /** By this header our local Kinesis tells that it knows the member. */
  static final String OFFER_HEADER = "x-tributary-dry-run";

  private static final String ALLOWED = "DryRunOperationException";
  private static final String KEY = "tributary-probe";

  private static final ExecutionAttribute<Boolean> ASKED = new ExecutionAttribute<>("DryRun");

  private final Calls calls;

  DryRun(Calls calls) {
    this.calls = calls;
  }

  boolean isOfferedByAws() {
    return calls.isAws();
  }

  boolean isOffered(SdkResponse answer) {
    return isOfferedByAws()
        || answer.sdkHttpResponse().firstMatchingHeader(OFFER_HEADER).isPresent();
  }

  /** Whether this caller may put records into the stream. Blocks. */
  Health put(StreamAddress stream) throws InterruptedException {
    return switch (calls.call(stream.toString(), client -> ask(client, stream))) {
      case Calls.Result.Failure<PutRecordsResponse>(Fault fault) -> health(fault);
      case Calls.Result.Answer<PutRecordsResponse> _ -> {
        log.warn("{}: a dry run of PutRecords has stored one record of one byte", stream);
        yield Health.CONNECTED;
      }
    };
  }

  private static PutRecordsResponse ask(KinesisClient client, StreamAddress stream) {
    PutRecordsRequestEntry record =
        PutRecordsRequestEntry.builder()
            .partitionKey(KEY)
            .data(SdkBytes.fromByteArray(new byte[1]))
            .build();
    return client.putRecords(put ->
        put.streamName(stream.name())
            .streamARN(stream.arn())
            .records(record)
            .overrideConfiguration(call -> call.putExecutionAttribute(ASKED, true)));
  }

  private static Health health(Fault fault) {
    if (fault.code().equals(ALLOWED)) {
      return Health.CONNECTED;
    }
    return switch (fault.kind()) {
      case DENIED -> Health.disconnected(fault.text());
      case THROTTLED, TRANSIENT, UNREACHABLE, OPERATOR, INVALID -> StreamCheck.health(fault);
    };
  }

  /** Adds the member to the body of requests that ask for it. */
  static final class Member implements ExecutionInterceptor {

    /** Both encodings begin with one byte that opens the object, whose length is not told. */
    private static final int CBOR_OPEN = 0xbf;

    private static final int JSON_OPEN = '{';
    private static final byte[] CBOR = {(byte) CBOR_OPEN, 0x66, 'D', 'r', 'y', 'R', 'u', 'n', -11};
    private static final byte[] JSON = "{\"DryRun\":true,".getBytes(StandardCharsets.US_ASCII);

    /** The SDK has counted the body before. */
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      Optional<RequestBody> body = modifyHttpContent(context, attributes);
      return attributes.getAttribute(ASKED) == null || body.isEmpty()
          ? context.httpRequest()
          : context.httpRequest().toBuilder()
              .putHeader(
                  "Content-Length", Long.toString(body.get().optionalContentLength().orElseThrow()))
              .build();
    }

    @Override
    public Optional<RequestBody> modifyHttpContent(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return attributes.getAttribute(ASKED) == null
          ? context.requestBody()
          : context.requestBody().map(Member::added);
    }

    private static RequestBody added(RequestBody body) {
      try (InputStream in = body.contentStreamProvider().newStream()) {
        int open = in.read();
        byte[] start =
            switch (open) {
              case CBOR_OPEN -> CBOR;
              case JSON_OPEN -> JSON;
              default -> throw new IllegalStateException("the body begins with byte " + open);
            };
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(start), in);
        return RequestBody.fromBytes(all.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
