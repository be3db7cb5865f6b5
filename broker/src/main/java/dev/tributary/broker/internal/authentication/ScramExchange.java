package dev.tributary.broker.internal.authentication;

import dev.tributary.broker.EnhancedAuthentication.Exchange;
import dev.tributary.broker.EnhancedAuthentication.Step;
import dev.tributary.broker.ScramCredential;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client's SCRAM (RFC 5802, 5 and 7): two messages of the client, each bounded. */
public final class ScramExchange implements Exchange {

  private static final int MESSAGE_BYTES_MAX = 4_096;
  private static final int BAD_CREDENTIALS = 0x86;
  private static final int NOT_AUTHORIZED = 0x87;

  private final Function<String, ScramCredential> credentials;
  private final String serverNonce;
  private @Nullable Challenge challenge;
  private boolean over;

  /** What the client's proof must fit. */
  private record Challenge(
      String header,
      String username,
      String nonce,
      String clientFirstBare,
      String serverFirst,
      ScramCredential credential) {}

  /**
   * @param credentials of everybody, also of who does not exist
   * @param serverNonce printable, without comma
   */
  public ScramExchange(Function<String, ScramCredential> credentials, String serverNonce) {
    this.credentials = credentials;
    this.serverNonce = serverNonce;
  }

  @Override
  public Step next(byte[] data) {
    String message = text(data);
    if (message == null || over) {
      return malformed();
    }
    Challenge given = challenge;
    Step step = given == null ? first(message) : proof(message, given);
    over = !(step instanceof Step.Continue);
    return step;
  }

  private Step first(String message) {
    ClientFirst said = ClientFirst.parse(message).orElse(null);
    if (said == null) {
      return malformed();
    }
    ScramCredential credential = credentials.apply(said.username());
    String nonce = said.nonce() + serverNonce;
    String salt = Base64.getEncoder().encodeToString(credential.salt());
    String answer = "r=" + nonce + ",s=" + salt + ",i=" + credential.iterations();
    challenge =
        new Challenge(said.header(), said.username(), nonce, said.bare(), answer, credential);
    return new Step.Continue(answer.getBytes(StandardCharsets.UTF_8));
  }

  private static Step proof(String message, Challenge given) {
    int end = message.lastIndexOf(",p=");
    if (end < 0) {
      return malformed();
    }
    String withoutProof = message.substring(0, end);
    byte[] proof = base64(message.substring(end + 3)).orElse(new byte[0]);
    String header =
        Base64.getEncoder().encodeToString(given.header().getBytes(StandardCharsets.UTF_8));
    String expected = "c=" + header + ",r=" + given.nonce();
    boolean extended = withoutProof.startsWith(expected + ",");
    if (proof.length != Scram.KEY_BYTES || !(withoutProof.equals(expected) || extended)) {
      return malformed();
    }
    String all = given.clientFirstBare() + "," + given.serverFirst() + "," + withoutProof;
    ScramCredential credential = given.credential();
    byte[] clientKey = Scram.xor(proof, Scram.sign(credential.storedKey(), all));
    if (!MessageDigest.isEqual(Scram.hash(clientKey), credential.storedKey())) {
      return new Step.Failure(BAD_CREDENTIALS, "user name or password is wrong");
    }
    String verifier =
        "v=" + Base64.getEncoder().encodeToString(Scram.sign(credential.serverKey(), all));
    return new Step.Success(
        given.username(), credential.superuser(), verifier.getBytes(StandardCharsets.UTF_8));
  }

  private static Step malformed() {
    return new Step.Failure(NOT_AUTHORIZED, "not a message of SCRAM as it is expected here");
  }

  private static Optional<byte[]> base64(String digits) {
    try {
      return Optional.of(Base64.getDecoder().decode(digits));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(byte[] data) {
    if (data.length == 0 || data.length > MESSAGE_BYTES_MAX) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
