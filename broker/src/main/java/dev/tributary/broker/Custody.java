package dev.tributary.broker;

/**
 * The acknowledgement that a publisher waits for. PUBACK (QoS 1) or PUBREC (QoS 2) is sent, in
 * packet order, when the handler has returned and each {@link #defer} was answered by one {@link
 * #release} or {@link #refuse}. While a connection has a deferred QoS 0 publish, or as many
 * deferred QoS 1 and 2 publishes as its receive maximum, its socket is not read and its keep-alive
 * does not run.
 */
public interface Custody {

  /** One more party must hold the message. On the event loop only. */
  void defer();

  /** That party holds the message. Any thread. */
  void release();

  /**
   * That party will never hold the message. An MQTT 5 publisher gets reason code 0x97 (Quota
   * exceeded) with the text, a 3.1.1 publisher gets no acknowledgement. Any thread.
   */
  void refuse(String reason);
}
