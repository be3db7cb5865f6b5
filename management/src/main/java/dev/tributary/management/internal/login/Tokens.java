package dev.tributary.management.internal.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tokens of logins: JWTs signed with a key that lives as long as this process. Thread-safe. At most
 * {@value #LIVE_MAX} are valid at once; with one more the oldest ends.
 */
final class Tokens {

  static final int LIVE_MAX = 10_000;

  private final byte[] key;
  private final Duration lifetime;
  private final InstantSource clock;

  /** User by token id, the oldest first. */
  private final Map<String, String> live =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > LIVE_MAX;
        }
      };

  /**
   * @param key 32 random bytes
   */
  Tokens(byte[] key, Duration lifetime, InstantSource clock) {
    this.key = key.clone();
    this.lifetime = lifetime;
    this.clock = clock;
  }

  String issue(String username) {
    Instant now = clock.instant();
    String id = UUID.randomUUID().toString();
    var claims =
        new JWTClaimsSet.Builder()
            .subject(username)
            .jwtID(id)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .build();
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("HS256 with 32 bytes always signs", e);
    }
    synchronized (live) {
      live.put(id, username);
    }
    return token.serialize();
  }

  /** Whose token it is; empty if it is not ours, has expired or was ended. */
  Optional<String> user(String text) {
    return claims(text).filter(claims -> isLive(claims.getJWTID())).map(JWTClaimsSet::getSubject);
  }

  void end(String text) {
    claims(text)
        .ifPresent(claims -> {
          synchronized (live) {
            live.remove(claims.getJWTID());
          }
        });
  }

  private boolean isLive(String id) {
    synchronized (live) {
      return live.containsKey(id);
    }
  }

  private Optional<JWTClaimsSet> claims(String text) {
    try {
      SignedJWT token = SignedJWT.parse(text);
      if (!token.verify(new MACVerifier(key))) {
        return Optional.empty();
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      Date expiry = claims.getExpirationTime();
      return expiry != null && clock.instant().isBefore(expiry.toInstant())
          ? Optional.of(claims)
          : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
