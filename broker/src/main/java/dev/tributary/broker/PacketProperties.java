package dev.tributary.broker;

import java.util.List;
import java.util.Map;

/**
 * The MQTT 5 properties of a packet other than PUBLISH, as the client wrote them (MQTT 5, 2.2.2).
 * Immutable; bounded by the size that packets may have.
 *
 * @param named all but user properties, each once
 * @param userProperties in the order of the packet, names may repeat
 */
public record PacketProperties(
    List<Property> named, List<Map.Entry<String, String>> userProperties) {

  /** Of MQTT 3, and of packets without any. */
  public static final PacketProperties NONE = new PacketProperties(List.of(), List.of());

  /** One property; its name is that of the specification, with hyphens. */
  public sealed interface Property {
    String name();
  }

  /** Of one, two or four bytes, or of variable length; unsigned. */
  public record NumberProperty(String name, long value) implements Property {}

  public record TextProperty(String name, String value) implements Property {}

  /**
   * Binary data.
   *
   * @param value shared; must not be changed
   */
  public record BinaryProperty(String name, byte[] value) implements Property {}
}
