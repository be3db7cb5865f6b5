package dev.tributary.sink;

/** A connection to a service that several actions share. Opening it does no I/O. */
public interface Connector extends AutoCloseable {

  /**
   * One cheap call that shows whether the service can be reached with these credentials. Blocks.
   */
  Health check() throws InterruptedException;

  @Override
  void close();
}
