package dev.tributary.acceptance.clients;

/** A version of MQTT and its number in CONNECT. */
public enum Version {
  MQTT_3_1("3.1", 3),
  MQTT_3_1_1("3.1.1", 4),
  MQTT_5("5", 5);

  private final String text;
  private final int level;

  Version(String text, int level) {
    this.text = text;
    this.level = level;
  }

  public int level() {
    return level;
  }

  public boolean isFive() {
    return this == MQTT_5;
  }

  @Override
  public String toString() {
    return text;
  }
}
