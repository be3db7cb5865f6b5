package dev.tributary.management.internal.schema;

import static dev.tributary.management.internal.schema.ListenerSchema.NO_EFFECT;

import dev.tributary.config.ObjectSchema;
import dev.tributary.config.Types;
import java.util.regex.Pattern;

/** {@code websocket} of a listener. */
final class WebSocketSchema {

  private static final Pattern PATH = Pattern.compile("/[!-~&&[^?#]]{0,1023}");
  private static final Pattern NAMES = Pattern.compile("[ -~]{1,1024}");
  private static final Pattern ORIGINS = Pattern.compile("[ -~]{0,8192}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{0,128}");

  private WebSocketSchema() {}

  static ObjectSchema websocket() {
    ObjectSchema.Builder options = ObjectSchema.describedAs("WebSocket.");
    upgrade(options);
    frames(options);
    return options.build();
  }

  private static void upgrade(ObjectSchema.Builder options) {
    options
        .withDefault(
            "mqtt_path",
            Types.text(PATH, "a path such as /mqtt"),
            "/mqtt",
            "Path of the HTTP upgrade; others are answered with 404.")
        .withDefault(
            "fail_if_no_subprotocol",
            Types.flag(),
            true,
            "Refuse an upgrade that names none of `supported_subprotocols` [MQTT-6.0.0-3].")
        .withDefault(
            "supported_subprotocols",
            Types.text(NAMES, "names with commas between them"),
            "mqtt, mqtt-v3, mqtt-v3.1.1, mqtt-v5",
            "What `Sec-WebSocket-Protocol` may name.")
        .withDefault(
            "check_origin_enable",
            Types.flag(),
            false,
            "Whether browsers may connect only from pages of `check_origins`.")
        .withDefault(
            "allow_origin_absence",
            Only.value(true),
            true,
            "Only this value: programs that are no browsers send no Origin.")
        .withDefault(
            "check_origins",
            Types.text(ORIGINS, "origins with commas between them"),
            "http://localhost:18083, http://127.0.0.1:18083",
            "Pages that browsers may connect from.")
        .withDefault(
            "proxy_address_header",
            Types.text(HEADER, "the name of an HTTP header, or an empty text"),
            "",
            "Header in which a trusted proxy names the client's address, such as"
                + " `X-Forwarded-For`. Empty, other than in the original: without a proxy anybody"
                + " could claim to be anybody.");
  }

  private static void frames(ObjectSchema.Builder options) {
    options
        .withDefault(
            "max_frame_size",
            OrWord.countOrInfinity(Integer.MAX_VALUE),
            "infinity",
            "Bytes of a WebSocket frame; a larger one closes the connection. `mqtt.max_packet_size`"
                + " applies besides.")
        .withDefault(
            "compress", Types.flag(), false, "Offer compression (permessage-deflate) to clients.")
        .withDefault(
            "mqtt_piggyback",
            Types.oneOf("multiple"),
            "multiple",
            "Only this value: a frame may hold several packets or parts of one [MQTT-6.0.0-2].")
        .withDefault("validate_utf8", Types.flag(), true, NO_EFFECT + ": MQTT is binary.");
  }
}
