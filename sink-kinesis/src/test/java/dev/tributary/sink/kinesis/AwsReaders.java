package dev.tributary.sink.kinesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * AWS's own readers of aggregated records. The older one needs an old protobuf: Maven puts it into
 * {@code target/kpl-readers}, and it has a class loader of its own. Hence by reflection.
 */
final class AwsReaders {

  /** A Kinesis record as it was stored. */
  record Stored(String sequenceNumber, String partitionKey, byte[] data) {}

  private AwsReaders() {}

  /** {@code amazon-kinesis-deaggregator}, as a Lambda function uses it. */
  static List<KplReader.UserRecord> deaggregator(List<Stored> stored) {
    try (URLClassLoader loader = loader()) {
      String events = "com.amazonaws.services.lambda.runtime.events.KinesisEvent";
      Class<?> eventType = loader.loadClass(events + "$KinesisEventRecord");
      Class<?> recordType = loader.loadClass(events + "$Record");
      List<Object> input = new ArrayList<>();
      for (Stored record : stored) {
        Object kinesis = recordType.getDeclaredConstructor().newInstance();
        recordType
            .getMethod("setSequenceNumber", String.class)
            .invoke(kinesis, record.sequenceNumber());
        recordType
            .getMethod("setPartitionKey", String.class)
            .invoke(kinesis, record.partitionKey());
        recordType
            .getMethod("setData", ByteBuffer.class)
            .invoke(kinesis, ByteBuffer.wrap(record.data()));
        Object event = eventType.getDeclaredConstructor().newInstance();
        eventType.getMethod("setKinesis", recordType).invoke(event, kinesis);
        input.add(event);
      }
      Object output =
          loader
              .loadClass("com.amazonaws.kinesis.deagg.RecordDeaggregator")
              .getMethod("deaggregate", List.class)
              .invoke(null, input);
      return records((List<?>) output);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** KCL 3, which drops what lies outside the shard's range. */
  static List<KplReader.UserRecord> kcl(List<Stored> stored, BigInteger first, BigInteger last) {
    List<KinesisClientRecord> input =
        stored.stream()
            .map(record ->
                KinesisClientRecord.builder()
                    .sequenceNumber(record.sequenceNumber())
                    .partitionKey(record.partitionKey())
                    .data(ByteBuffer.wrap(record.data()))
                    .build())
            .toList();
    return new AggregatorUtil()
        .deaggregate(input, first, last).stream()
            .map(r ->
                new KplReader.UserRecord(r.partitionKey(), r.explicitHashKey(), bytes(r.data())))
            .toList();
  }

  private static List<KplReader.UserRecord> records(List<?> output)
      throws ReflectiveOperationException {
    List<KplReader.UserRecord> records = new ArrayList<>();
    for (Object record : output) {
      String key = (String) call(record, "getPartitionKey");
      String hashKey = (String) call(record, "getExplicitHashKey");
      records.add(
          new KplReader.UserRecord(key, hashKey, bytes((ByteBuffer) call(record, "getData"))));
    }
    return records;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static Object call(Object record, String name) throws ReflectiveOperationException {
    Method method = record.getClass().getMethod(name);
    return method.invoke(record);
  }

  private static URLClassLoader loader() throws IOException {
    Path jars = Path.of("target", "kpl-readers", "deaggregator");
    if (!Files.isDirectory(jars)) {
      throw new IllegalStateException(
          jars.toAbsolutePath() + " is missing: mvn -pl sink-kinesis generate-test-resources");
    }
    try (Stream<Path> files = Files.list(jars)) {
      URL[] urls = files.map(AwsReaders::url).toArray(URL[]::new);
      return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
