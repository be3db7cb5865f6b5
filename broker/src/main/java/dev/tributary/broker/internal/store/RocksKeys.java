package dev.tributary.broker.internal.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Keys as bytes whose order is that of session numbers, then of kinds, then of positions: what
 * belongs to a session is one range of its family.
 */
final class RocksKeys {

  /** Beside other sessions. */
  static final byte SESSION = 0;

  static final byte SUBSCRIPTION = 1;

  /** In the queues. */
  static final byte AWAITING_RELEASE = 0;

  /** Before the messages, so that who reads on knows which of them have one. */
  static final byte FLOW = 1;

  static final byte MESSAGE = 2;

  /** After the last kind. */
  static final byte END = 3;

  private static final int KIND_AT = Long.BYTES;
  private static final int REST_AT = Long.BYTES + 1;

  private RocksKeys() {}

  static byte[] of(Key key) {
    return switch (key) {
      case Key.OfSession(long session) -> range(session, SESSION);
      case Key.OfSubscription(long session, String filter) -> {
        byte[] text = filter.getBytes(StandardCharsets.UTF_8);
        yield head(session, SUBSCRIPTION, text.length).put(text).array();
      }
      case Key.OfAwaitingRelease(long session, int packetId) ->
          head(session, AWAITING_RELEASE, Integer.BYTES).putInt(packetId).array();
      case Key.OfFlow(long session, long position) -> inQueue(session, FLOW, position);
      case Key.OfMessage(long session, long position) -> inQueue(session, MESSAGE, position);
      case Key.OfRetained(String topic) -> topic.getBytes(StandardCharsets.UTF_8);
    };
  }

  /** Where what is of a kind begins. */
  static byte[] range(long session, byte kind) {
    return head(session, kind, 0).array();
  }

  static byte[] inQueue(long session, byte kind, long position) {
    return head(session, kind, Long.BYTES).putLong(ordered(position)).array();
  }

  static long session(byte[] key) throws DamagedRecordException {
    if (key.length < REST_AT) {
      throw new DamagedRecordException("its key has only " + key.length + " bytes");
    }
    return ordered(ByteBuffer.wrap(key).getLong());
  }

  static byte kind(byte[] key) {
    return key[KIND_AT];
  }

  static long position(byte[] key) throws DamagedRecordException {
    return ordered(rest(key, Long.BYTES).getLong());
  }

  static int packetId(byte[] key) throws DamagedRecordException {
    return rest(key, Integer.BYTES).getInt();
  }

  static String filter(byte[] key) throws DamagedRecordException {
    ByteBuffer text = ByteBuffer.wrap(key, REST_AT, key.length - REST_AT);
    try {
      CharBuffer filter = StandardCharsets.UTF_8.newDecoder().decode(text);
      return filter.toString();
    } catch (CharacterCodingException e) {
      throw new DamagedRecordException("its topic filter is not UTF-8", e);
    }
  }

  private static ByteBuffer rest(byte[] key, int bytes) throws DamagedRecordException {
    if (key.length != REST_AT + bytes) {
      throw new DamagedRecordException("its key has " + key.length + " bytes");
    }
    return ByteBuffer.wrap(key, REST_AT, bytes);
  }

  private static ByteBuffer head(long session, byte kind, int more) {
    return ByteBuffer.allocate(REST_AT + more).putLong(ordered(session)).put(kind);
  }

  /** Bytes are compared without sign; to and fro. */
  private static long ordered(long value) {
    return value ^ Long.MIN_VALUE;
  }
}
