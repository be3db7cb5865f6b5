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

  /**
   * The header names the system that packed; Java leaves it open, other programs on Linux do not.
   */
  private static final int SYSTEM_AT = 9;

  private static final byte UNIX = 3;

  @FunctionalInterface
  private interface Packing {
    OutputStream over(OutputStream out) throws IOException;
  }

  @FunctionalInterface
  private interface Unpacking {
    InputStream over(InputStream in) throws IOException;
  }

  private CompressionFunctions() {}

  @RuleFunction("The string packed in the format of gzip, with header and checksum.")
  @Example(
      value = "bin2hexstr(gzip('hello'))",
      gives = "\"1F8B0800000000000003CB48CDC9C9070086A6103605000000\"")
  static byte[] gzip(byte[] data) throws EvaluationException {
    byte[] packed = packed("gzip", data, GZIPOutputStream::new);
    packed[SYSTEM_AT] = UNIX;
    return packed;
  }

  @RuleFunction(
      "What gzip packed; other data, damaged data and data that unpacks to more than a rule may make are errors.")
  @Example(value = "gunzip(gzip('hello'))", gives = "\"hello\"")
  static byte[] gunzip(CallScope scope, byte[] data) throws EvaluationException {
    return unpacked("gunzip", scope, data, GZIPInputStream::new);
  }

  @RuleFunction("The string packed with deflate alone, without header and checksum.")
  @Example(value = "bin2hexstr(zip('hello'))", gives = "\"CB48CDC9C90700\"")
  static byte[] zip(byte[] data) throws EvaluationException {
    return packed("zip", data, true);
  }

  @RuleFunction("What zip packed; see gunzip for errors.")
  @Example(value = "unzip(zip('hello'))", gives = "\"hello\"")
  static byte[] unzip(CallScope scope, byte[] data) throws EvaluationException {
    return unpacked("unzip", scope, data, true);
  }

  @RuleFunction("The string packed in the format of zlib, with header and checksum.")
  @Example(value = "bin2hexstr(zip_compress('hello'))", gives = "\"789CCB48CDC9C90700062C0215\"")
  static byte[] zipCompress(byte[] data) throws EvaluationException {
    return packed("zip_compress", data, false);
  }

  @RuleFunction("What zip_compress packed; see gunzip for errors.")
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
      throw new EvaluationException(
          function
              + ": data is not packed in the format that "
              + function
              + " reads, or is damaged");
    }
    return unpacked.toByteArray();
  }
}
