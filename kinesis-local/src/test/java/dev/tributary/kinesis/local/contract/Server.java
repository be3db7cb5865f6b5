package dev.tributary.kinesis.local.contract;

/** A running server. */
interface Server extends AutoCloseable {

  Endpoint endpoint();

  @Override
  void close();
}
