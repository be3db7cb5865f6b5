package dev.tributary.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.broker.internal.authentication.Scram;
import java.util.Base64;

/** The client's side of SCRAM-SHA-256, for one exchange. */
final class ScramClient {

  private static final String HEADER = "n,,";

  private final String password;
  private final String bare;
  private String signed = "";
  private byte[] salted = new byte[0];

  ScramClient(String username, String password) {
    this.password = password;
    this.bare = "n=" + username + ",r=fyko+d2lbbFgONRv9qkxdawL";
  }

  byte[] first() {
    return (HEADER + bare).getBytes(UTF_8);
  }

  /** Answers the server's first message. */
  byte[] proof(byte[] serverFirst) {
    String text = new String(serverFirst, UTF_8);
    String[] parts = text.split(",", -1);
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    salted = Scram.saltedPassword(password, salt, Integer.parseInt(parts[2].substring(2)));
    String withoutProof =
        "c=" + Base64.getEncoder().encodeToString(HEADER.getBytes(UTF_8)) + "," + parts[0];
    signed = bare + "," + text + "," + withoutProof;
    byte[] proof = Scram.sign(salted, "Client Key");
    byte[] signature = Scram.sign(Scram.hash(proof), signed);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= signature[i];
    }
    return (withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8);
  }

  /** Whether the server knows the password too. */
  boolean accepts(byte[] serverFinal) {
    byte[] expected = Scram.sign(Scram.sign(salted, "Server Key"), signed);
    return new String(serverFinal, UTF_8)
        .equals("v=" + Base64.getEncoder().encodeToString(expected));
  }
}
