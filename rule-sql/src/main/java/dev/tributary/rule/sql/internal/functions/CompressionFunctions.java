package dev.tributary.rule.sql.internal.functions;

import dev.tributary.rule.sql.EvaluationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Compression. What unpacks to more than the rule may make is an error. */
final class CompressionFunctions {
  private static final int CHUNK = 8 * 1024;

  @FunctionalInterface
  private interface Packing {
    OutputStream over(OutputStream out) throws IOException;
  }

  @FunctionalInterface
  private interface Unpacking {
    InputStream over(InputStream in) throws IOException;
  }

  private CompressionFunctions() {}

  @RuleFunction("Packed in the format of gzip.")
  @Example(value = "gunzip(gzip('hello'))", gives = "\"hello\"")
  static byte[] gzip(byte[] data) throws EvaluationException {
    return packed("gzip", data, GZIPOutputStream::new);
  }

  @RuleFunction("Unpacked from the format of gzip.")
  @Example(value = "gunzip(gzip('hello'))", gives = "\"hello\"")
  static byte[] gunzip(CallScope scope, byte[] data) throws EvaluationException {
    return unpacked("gunzip", scope, data, GZIPInputStream::new);
  }

  @RuleFunction("Packed with deflate alone.")
  @Example(value = "unzip(zip('hello'))", gives = "\"hello\"")
  static byte[] zip(byte[] data) throws EvaluationException {
    return packed("zip", data, true);
  }

  @RuleFunction("Unpacked from deflate alone.")
  @Example(value = "unzip(zip('hello'))", gives = "\"hello\"")
  static byte[] unzip(CallScope scope, byte[] data) throws EvaluationException {
    return unpacked("unzip", scope, data, true);
  }

  @RuleFunction("Packed in the format of zlib.")
  @Example(value = "zip_uncompress(zip_compress('hello'))", gives = "\"hello\"")
  static byte[] zipCompress(byte[] data) throws EvaluationException {
    return packed("zip_compress", data, false);
  }

  @RuleFunction("Unpacked from the format of zlib.")
  @Example(value = "zip_uncompress(zip_compress('hello'))", gives = "\"hello\"")
  static byte[] zipUncompress(CallScope scope, byte[] data) throws EvaluationException {
    return unpacked("zip_uncompress", scope, data, false);
  }

  private static byte[] packed(String function, byte[] data, boolean bare)
      throws EvaluationException {
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare)) {
      return packed(function, data, out -> new DeflaterOutputStream(out, deflater));
    }
  }

  private static byte[] unpacked(String function, CallScope scope, byte[] data, boolean bare)
      throws EvaluationException {
    try (Inflater inflater = new Inflater(bare)) {
      return unpacked(function, scope, data, in -> new InflaterInputStream(in, inflater));
    }
  }

  private static byte[] packed(String function, byte[] data, Packing packing)
      throws EvaluationException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packing.over(packed)) {
      out.write(data);
    } catch (IOException e) {
      throw new EvaluationException(function + " failed: " + e.getMessage());
    }
    return packed.toByteArray();
  }

  private static byte[] unpacked(String function, CallScope scope, byte[] data, Unpacking unpacking)
      throws EvaluationException {
    ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
    try (InputStream in = unpacking.over(new ByteArrayInputStream(data))) {
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        scope.charge(read);
        unpacked.write(chunk, 0, read);
      }
    } catch (IOException _) {
      throw new EvaluationException(function + ": the data is not packed in this format");
    }
    return unpacked.toByteArray();
  }
}
