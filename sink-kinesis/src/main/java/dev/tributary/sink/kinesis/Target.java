package dev.tributary.sink.kinesis;

/** Where requests go, as messages to people name it. */
record Target(String region, String endpoint) {

  @Override
  public String toString() {
    return region + " at " + endpoint;
  }
}
