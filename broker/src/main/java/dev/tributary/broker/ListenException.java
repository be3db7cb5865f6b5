package dev.tributary.broker;

import java.net.InetSocketAddress;

/** A listener could not be opened; the message names the listener, its address and the cause. */
public final class ListenException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String listener;
  private final InetSocketAddress address;

  public ListenException(
      String listener, InetSocketAddress address, String cause, Throwable thrown) {
    super("listener " + listener + " cannot listen on " + text(address) + ": " + cause, thrown);
    this.listener = listener;
    this.address = address;
  }

  /** Such as {@code tcp:default}. */
  public String listener() {
    return listener;
  }

  public InetSocketAddress address() {
    return address;
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }
}
