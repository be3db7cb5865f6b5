package dev.tributary.broker.internal.protocol;

/** The reason codes of MQTT 5 by the names that events carry (MQTT 5, 2.4). */
public final class ReasonCodes {

  public static final int SUCCESS = 0x00;
  public static final int NO_MATCHING_SUBSCRIBERS = 0x10;

  private ReasonCodes() {}

  public static String name(int code) {
    return switch (code) {
      case SUCCESS -> "success";
      case 0x04 -> "disconnect_with_will_message";
      case NO_MATCHING_SUBSCRIBERS -> "no_matching_subscribers";
      case 0x80 -> "unspecified_error";
      case 0x81 -> "malformed_packet";
      case 0x82 -> "protocol_error";
      case 0x83 -> "implementation_specific_error";
      case 0x84 -> "unsupported_protocol_version";
      case 0x85 -> "client_identifier_not_valid";
      case 0x86 -> "bad_username_or_password";
      case 0x87 -> "not_authorized";
      case 0x88 -> "server_unavailable";
      case 0x89 -> "server_busy";
      case 0x8A -> "banned";
      case 0x8B -> "server_shutting_down";
      case 0x8C -> "bad_authentication_method";
      case 0x8D -> "keepalive_timeout";
      case 0x8E -> "session_taken_over";
      case 0x8F -> "topic_filter_invalid";
      case 0x90 -> "topic_name_invalid";
      case 0x91 -> "packet_identifier_inuse";
      case 0x92 -> "packet_identifier_not_found";
      case 0x93 -> "receive_maximum_exceeded";
      case 0x94 -> "topic_alias_invalid";
      case 0x95 -> "packet_too_large";
      case 0x96 -> "message_rate_too_high";
      case 0x97 -> "quota_exceeded";
      case 0x98 -> "administrative_action";
      case 0x99 -> "payload_format_invalid";
      case 0x9A -> "retain_not_supported";
      case 0x9B -> "qos_not_supported";
      case 0x9C -> "use_another_server";
      case 0x9D -> "server_moved";
      case 0x9E -> "shared_subscriptions_not_supported";
      case 0x9F -> "connection_rate_exceeded";
      case 0xA0 -> "maximum_connect_time";
      case 0xA1 -> "subscription_identifiers_not_supported";
      case 0xA2 -> "wildcard_subscriptions_not_supported";
      default -> "unknown_error";
    };
  }
}
