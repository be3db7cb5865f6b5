package dev.tributary.sink.kinesis;

import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** How a worker gets its records. */
enum KclRetrieval {
  /** GetRecords again and again. */
  POLLING(Protocol.HTTP1_1),
  /** A consumer of its own, and SubscribeToShard over HTTP/2. */
  FAN_OUT(Protocol.HTTP2);

  private final Protocol protocol;

  KclRetrieval(Protocol protocol) {
    this.protocol = protocol;
  }

  Protocol protocol() {
    return protocol;
  }

  RetrievalSpecificConfig config(String stream, KinesisAsyncClient kinesis) {
    return switch (this) {
      case POLLING ->
          new PollingConfig(stream, kinesis)
              .maxRecords(20)
              .idleTimeBetweenReadsInMillis(PollingConfig.MIN_IDLE_MILLIS_BETWEEN_READS);
      case FAN_OUT ->
          new FanOutConfig(kinesis)
              .streamName(stream)
              .applicationName(KclWorker.APPLICATION)
              .retryBackoffMillis(100);
    };
  }
}
