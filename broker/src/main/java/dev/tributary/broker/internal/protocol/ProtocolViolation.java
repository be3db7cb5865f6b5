package dev.tributary.broker.internal.protocol;

/** A packet broke a rule: thrown within the check of one packet and caught by who asked for it. */
public final class ProtocolViolation extends Exception {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public ProtocolViolation(Reason reason, String detail) {
    super(detail, null, false, false); // whoever floods us with bad packets gets no stack traces
    this.reason = reason;
  }

  static ProtocolViolation malformed(String detail) {
    return new ProtocolViolation(Reason.MALFORMED_PACKET, detail);
  }

  static ProtocolViolation forbidden(String detail) {
    return new ProtocolViolation(Reason.PROTOCOL_ERROR, detail);
  }

  public Reason reason() {
    return reason;
  }
}
