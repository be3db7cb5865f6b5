package dev.tributary.sink;

/** Why a party will never hold a message. */
public enum Refusal {
  /** There is no room, and the publisher is not to wait for it. */
  QUOTA_EXCEEDED,
  /** The record was to be delivered before its publisher heard of it, and never will be. */
  NOT_DELIVERED,
  /** The action was stopped while the message waited. */
  STOPPED
}
