package dev.tributary.broker.internal.protocol;

/**
 * Why a connection ends: the MQTT 5 reason code, the MQTT 3 return code for a refused CONNECT, and
 * the name that events carry.
 */
public enum Reason {
  NORMAL(0x00, 0, "normal"),
  WITH_WILL(0x04, 0, "disconnect_with_will_message"),
  UNSPECIFIED(0x80, 3, "unspecified_error"),
  MALFORMED_PACKET(0x81, 0, "malformed_packet"),
  PROTOCOL_ERROR(0x82, 0, "protocol_error"),
  INTERNAL_ERROR(0x83, 3, "internal_error"),
  UNSUPPORTED_VERSION(0x84, 1, "unsupported_protocol_version"),
  CLIENT_ID_INVALID(0x85, 2, "client_identifier_not_valid"),
  BAD_CREDENTIALS(0x86, 4, "bad_username_or_password"),
  NOT_AUTHORIZED(0x87, 5, "not_authorized"),
  SERVER_UNAVAILABLE(0x88, 3, "server_unavailable"),
  SHUTTING_DOWN(0x8B, 3, "server_shutting_down"),
  BANNED(0x8A, 5, "banned"),
  BAD_AUTHENTICATION_METHOD(0x8C, 5, "bad_authentication_method"),
  KEEP_ALIVE_TIMEOUT(0x8D, 3, "keepalive_timeout"),
  TAKEN_OVER(0x8E, 3, "takenover"),
  /** Taken over by a clean start: the session is gone too. */
  DISCARDED(0x8E, 3, "discarded"),
  TOPIC_FILTER_INVALID(0x8F, 0, "topic_filter_invalid"),
  TOPIC_NAME_INVALID(0x90, 0, "topic_name_invalid"),
  RECEIVE_MAXIMUM_EXCEEDED(0x93, 3, "receive_maximum_exceeded"),
  TOPIC_ALIAS_INVALID(0x94, 3, "topic_alias_invalid"),
  PACKET_TOO_LARGE(0x95, 0, "packet_too_large"),
  QUOTA_EXCEEDED(0x97, 3, "quota_exceeded"),
  /** Who manages the broker wants it so, such as by stopping a listener. */
  ADMINISTRATIVE(0x98, 3, "administrative_action"),
  KICKED(0x98, 3, "kicked"),
  /** {@code force_shutdown}: more messages came at once for the client than it may have. */
  MAILBOX_OVERFLOW(0x97, 3, "mailbox_overflow"),
  /** {@code force_shutdown}: what waits for the client takes more memory than it may. */
  HEAP_TOO_LARGE(0x97, 3, "proc_heap_too_large"),
  RETAIN_NOT_SUPPORTED(0x9A, 0, "retain_not_supported"),
  QOS_NOT_SUPPORTED(0x9B, 0, "qos_not_supported"),
  /** The other side closed or the network failed; nothing can be sent any more. */
  TCP_CLOSED(0x80, 3, "tcp_closed"),
  /** The client read nothing for too long while something waited for it. */
  SEND_TIMEOUT(0x80, 3, "send_timeout"),
  /** No CONNECT came in time. */
  IDLE_TIMEOUT(0x8D, 3, "idle_timeout");

  private final int code;
  private final int returnCode;
  private final String text;

  Reason(int code, int returnCode, String text) {
    this.code = code;
    this.returnCode = returnCode;
    this.text = text;
  }

  /** Why a connection ends whose client cannot be told that its publish is refused. */
  public static Reason ofRefusal(int code) {
    if (code == QUOTA_EXCEEDED.code) {
      return QUOTA_EXCEEDED;
    }
    return code == INTERNAL_ERROR.code ? INTERNAL_ERROR : UNSPECIFIED;
  }

  /** MQTT 5 reason code, 0 to 255. */
  public int code() {
    return code;
  }

  /** As a MQTT 5 CONNACK may say it, which knows fewer codes than DISCONNECT (MQTT 5, 3.2.2.2). */
  public int connackCode() {
    return switch (this) {
      case SHUTTING_DOWN,
          KEEP_ALIVE_TIMEOUT,
          IDLE_TIMEOUT,
          ADMINISTRATIVE,
          KICKED,
          TAKEN_OVER,
          DISCARDED,
          RECEIVE_MAXIMUM_EXCEEDED,
          TOPIC_ALIAS_INVALID ->
          SERVER_UNAVAILABLE.code;
      case NORMAL, WITH_WILL, TOPIC_FILTER_INVALID -> UNSPECIFIED.code;
      case UNSPECIFIED,
          MALFORMED_PACKET,
          PROTOCOL_ERROR,
          INTERNAL_ERROR,
          UNSUPPORTED_VERSION,
          CLIENT_ID_INVALID,
          BAD_CREDENTIALS,
          NOT_AUTHORIZED,
          SERVER_UNAVAILABLE,
          BAD_AUTHENTICATION_METHOD,
          TOPIC_NAME_INVALID,
          PACKET_TOO_LARGE,
          QUOTA_EXCEEDED,
          MAILBOX_OVERFLOW,
          HEAP_TOO_LARGE,
          RETAIN_NOT_SUPPORTED,
          QOS_NOT_SUPPORTED,
          BANNED,
          SEND_TIMEOUT,
          TCP_CLOSED ->
          code;
    };
  }

  /**
   * MQTT 3 CONNACK return code, 1 to 5; 0 if none says it, so that the connection is closed without
   * one ([MQTT-3.1.4-1] and [MQTT-3.2.2-6] of MQTT 3.1.1).
   */
  public int returnCode() {
    return returnCode;
  }

  /** The name in events. */
  public String text() {
    return text;
  }

  /** The client broke a rule; counted and told as a rejected packet. */
  public boolean isViolation() {
    return switch (this) {
      case MALFORMED_PACKET,
          PROTOCOL_ERROR,
          TOPIC_FILTER_INVALID,
          TOPIC_NAME_INVALID,
          RECEIVE_MAXIMUM_EXCEEDED,
          TOPIC_ALIAS_INVALID,
          PACKET_TOO_LARGE,
          RETAIN_NOT_SUPPORTED,
          QOS_NOT_SUPPORTED,
          UNSUPPORTED_VERSION,
          CLIENT_ID_INVALID,
          BAD_AUTHENTICATION_METHOD ->
          true;
      case NORMAL,
          WITH_WILL,
          UNSPECIFIED,
          INTERNAL_ERROR,
          BAD_CREDENTIALS,
          NOT_AUTHORIZED,
          SERVER_UNAVAILABLE,
          SHUTTING_DOWN,
          KEEP_ALIVE_TIMEOUT,
          TAKEN_OVER,
          DISCARDED,
          QUOTA_EXCEEDED,
          TCP_CLOSED,
          BANNED,
          ADMINISTRATIVE,
          KICKED,
          MAILBOX_OVERFLOW,
          HEAP_TOO_LARGE,
          SEND_TIMEOUT,
          IDLE_TIMEOUT ->
          false;
    };
  }
}
