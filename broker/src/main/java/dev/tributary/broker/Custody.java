package dev.tributary.broker;

/**
 * The acknowledgement that a publisher waits for. PUBACK (QoS 1) or PUBREC (QoS 2) is sent, in
 * packet order, when the handler has returned and each {@link #defer} was answered by one {@link
 * #release} or {@link #refuse}. While a connection has a deferred QoS 0 publish, or as many
 * deferred QoS 1 and 2 publishes as its receive maximum, its socket is not read and its keep-alive
 * does not run.
 */
public interface Custody {

  /** Nobody waits for an acknowledgement. */
  Custody NOBODY =
      new Custody() {
        @Override
        public void defer() {}

        @Override
        public void release() {}

        @Override
        public void refuse(int reasonCode, String reason) {}

        @Override
        public boolean isAwaited() {
          return false;
        }

        @Override
        public boolean isImpatient() {
          return false;
        }
      };

  /** One more party must hold the message. On the event loop only. */
  void defer();

  /** That party holds the message. Any thread. */
  void release();

  /**
   * That party will never hold the message. An MQTT 5 publisher gets the reason code with the text,
   * the connection of an MQTT 3 publisher, which could not be told, is closed, except for QoS 0; of
   * several refusals the first counts. Any thread.
   *
   * @param reasonCode one that PUBACK and PUBREC know, from 0x80 to 0xFF
   */
  void refuse(int reasonCode, String reason);

  /** Whether the publisher waits for an acknowledgement: QoS 1 or 2 from a connection. */
  boolean isAwaited();

  /**
   * Whether the message is QoS 0 and its connection has been held for longer than {@link
   * MqttLimits#qos0HoldMax}: it is to be refused rather than made to wait (any longer). A
   * connection counts as held from the first QoS 0 publish that had to wait until one that somebody
   * holds has got through without. May turn true at any time. Any thread.
   */
  boolean isImpatient();
}
