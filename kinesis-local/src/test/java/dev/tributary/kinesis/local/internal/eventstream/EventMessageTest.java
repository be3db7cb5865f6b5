package dev.tributary.kinesis.local.internal.eventstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Read back by AWS's own decoder, which checks both CRCs. */
final class EventMessageTest {
  private static Message decoded(ByteBuf message) {
    byte[] bytes = ByteBufUtil.getBytes(message);
    message.release();
    return Message.decode(ByteBuffer.wrap(bytes));
  }

  private static ByteBuf payload(int bytes) {
    return Unpooled.copiedBuffer("x".repeat(bytes), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000, 5_000_000})
  void carriesEvents(int bytes) {
    Message message =
        decoded(
            EventMessage.event(
                UnpooledByteBufAllocator.DEFAULT, "Some", "application/json", payload(bytes)));
    assertThat(message.getHeaders())
        .containsEntry(":message-type", HeaderValue.fromString("event"))
        .containsEntry(":event-type", HeaderValue.fromString("Some"))
        .containsEntry(":content-type", HeaderValue.fromString("application/json"));
    assertThat(message.getPayload()).hasSize(bytes);
  }

  @Test
  void carriesExceptions() {
    Message message =
        decoded(
            EventMessage.exception(
                UnpooledByteBufAllocator.DEFAULT, "Bad", "application/json", payload(2)));
    assertThat(message.getHeaders())
        .containsEntry(":message-type", HeaderValue.fromString("exception"))
        .containsEntry(":exception-type", HeaderValue.fromString("Bad"));
  }
}
