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

/**
 * AWS's own readers of aggregated records. Maven puts them into {@code target/kpl-readers}; each
 * has a class loader of its own, for they need different versions of protobuf. Hence by reflection.
 */
final class AwsReaders {

  /** A Kinesis record as it was stored. */
  record Stored(String sequenceNumber, String partitionKey, byte[] data) {}

  private AwsReaders() {}

  /** {@code amazon-kinesis-deaggregator}, as a Lambda function uses it. */
  static List<KplReader.UserRecord> deaggregator(List<Stored> stored) {
    try (URLClassLoader loader = loader("deaggregator")) {
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
      return records(output, "getPartitionKey", "getExplicitHashKey", "getData");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** KCL 3, which drops what lies outside the shard's range. */
  static List<KplReader.UserRecord> kcl(List<Stored> stored, BigInteger first, BigInteger last) {
    try (URLClassLoader loader = loader("kcl")) {
      Class<?> recordType =
          loader.loadClass("software.amazon.kinesis.retrieval.KinesisClientRecord");
      List<Object> input = new ArrayList<>();
      for (Stored record : stored) {
        Object builder = recordType.getMethod("builder").invoke(null);
        set(builder, "sequenceNumber", String.class, record.sequenceNumber());
        set(builder, "partitionKey", String.class, record.partitionKey());
        set(builder, "data", ByteBuffer.class, ByteBuffer.wrap(record.data()));
        input.add(builder.getClass().getMethod("build").invoke(builder));
      }
      Class<?> reader = loader.loadClass("software.amazon.kinesis.retrieval.AggregatorUtil");
      Object output =
          reader
              .getMethod("deaggregate", List.class, BigInteger.class, BigInteger.class)
              .invoke(reader.getDeclaredConstructor().newInstance(), input, first, last);
      return records(output, "partitionKey", "explicitHashKey", "data");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void set(Object builder, String name, Class<?> type, Object value)
      throws ReflectiveOperationException {
    builder.getClass().getMethod(name, type).invoke(builder, value);
  }

  private static List<KplReader.UserRecord> records(
      Object output, String key, String explicitHashKey, String data)
      throws ReflectiveOperationException {
    List<KplReader.UserRecord> records = new ArrayList<>();
    for (Object record : (List<?>) output) {
      ByteBuffer bytes = (ByteBuffer) call(record, data);
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      String hashKey = (String) call(record, explicitHashKey);
      records.add(new KplReader.UserRecord((String) call(record, key), hashKey, copy));
    }
    return records;
  }

  private static Object call(Object record, String name) throws ReflectiveOperationException {
    Method method = record.getClass().getMethod(name);
    return method.invoke(record);
  }

  private static URLClassLoader loader(String folder) throws IOException {
    Path jars = Path.of("target", "kpl-readers", folder);
    if (!Files.isDirectory(jars)) {
      throw new IllegalStateException(
          jars.toAbsolutePath() + " is missing: mvn -pl sink-kinesis generate-test-resources");
    }
    try (Stream<Path> files = Files.list(jars)) {
      URL[] urls = files.map(AwsReaders::url).toArray(URL[]::new);
      return new URLClassLoader(urls, AwsReaders.class.getClassLoader());
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
