package dev.tributary.kinesis.local.internal.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shard iterators and page tokens: opaque to clients and sealed with a key of this process or its
 * store, so that nothing has to be remembered and what a client made up is told from what it was
 * given.
 */
final class Tokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL_BYTES = 16;

  /** Kinesis limit: NextToken lives 300 s. */
  private static final long PAGE_MILLIS_MAX = Duration.ofMinutes(5).toMillis();

  private final SecretKeySpec key;

  Tokens(RandomGenerator random) {
    this(secret(random));
  }

  Tokens(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  private static byte[] secret(RandomGenerator random) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return secret;
  }

  /** Stands first in a token, so that one kind cannot be passed off as another. */
  enum Kind {
    SHARD_ITERATOR(1),
    STREAMS_PAGE(2),
    SHARDS_PAGE(3),
    CONSUMERS_PAGE(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  /**
   * A place in a list or a shard.
   *
   * @param stream name, of the stream or of the last one on the page before
   * @param incarnation of the stream; 0 if that does not matter
   * @param position in the shard, or in the list
   */
  record Token(
      Kind kind, String stream, int incarnation, int shard, long position, long issuedMillis) {}

  String seal(Token token) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(token.kind().code);
      out.writeLong(token.issuedMillis());
      out.writeInt(token.incarnation());
      out.writeInt(token.shard());
      out.writeLong(token.position());
      out.writeUTF(token.stream());
      out.write(sealOf(bytes.toByteArray()));
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /** Empty when it was not sealed with this key, or as another kind. */
  Optional<Token> open(Kind kind, String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      int end = bytes.length - SEAL_BYTES;
      if (end <= 0) {
        return Optional.empty();
      }
      byte[] content = Arrays.copyOf(bytes, end);
      byte[] seal = Arrays.copyOfRange(bytes, end, bytes.length);
      return MessageDigest.isEqual(seal, sealOf(content)) && content[0] == kind.code
          ? Optional.of(read(kind, content))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // not base64
    }
  }

  /** A page token of this process that is not too old. */
  Token openPage(Kind kind, String text, long nowMillis) throws KinesisException {
    Token token =
        open(kind, text)
            .orElseThrow(
                () -> KinesisException.argument("NextToken was not given by this operation here"));
    if (nowMillis - token.issuedMillis() > PAGE_MILLIS_MAX) {
      throw new KinesisException(
          ErrorType.EXPIRED_NEXT_TOKEN, "NextToken is older than %d ms".formatted(PAGE_MILLIS_MAX));
    }
    return token;
  }

  private static Token read(Kind kind, byte[] content) {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(content, 1, content.length - 1))) {
      long issued = in.readLong();
      int incarnation = in.readInt();
      int shard = in.readInt();
      long position = in.readLong();
      return new Token(kind, in.readUTF(), incarnation, shard, position, issued);
    } catch (IOException e) {
      throw new IllegalStateException("what this process sealed, it can read", e);
    }
  }

  private byte[] sealOf(byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(content), SEAL_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
