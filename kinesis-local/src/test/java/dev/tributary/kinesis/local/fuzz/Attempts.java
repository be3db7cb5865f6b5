package dev.tributary.kinesis.local.fuzz;

import dev.tributary.kinesis.local.fuzz.Corpus.Request;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes what is sent, by a seed. */
final class Attempts {
  private static final String JSON = "application/x-amz-json-1.1";
  private static final String CBOR = "application/x-amz-cbor-1.1";
  private static final int STRIKES_PER_MILLE = 60;

  private static final List<String> TYPES =
      List.of("", JSON, CBOR, "application/json", "text/plain", JSON + "; charset=x", ";", "é");
  private static final List<String> TARGETS =
      List.of("", ".", "Kinesis_20131202.", "Kinesis_20131202.Nothing", "PutRecords", "é", "a.b.c");
  private static final List<String> METHODS = List.of("GET", "PUT", "DELETE", "OPTIONS", "PATCH");
  private static final List<String> PATHS =
      List.of("/?a=b", "/x", "//", "http://x/", "*", "/%00", "/../..", "/_nothing");
  private static final List<String> FAULT_METHODS = List.of("POST", "PUT", "GET", "DELETE");
  private static final List<String> FAULT_PATHS =
      List.of(
          "/_faults",
          "/_faults",
          "/_faults",
          "/_faults/a",
          "/_faults/a/reset",
          "/_faults/reset",
          "/_faults/%20?x",
          "/_faults?a=b",
          "/_faults//");

  private final RandomGenerator random;
  private final Corpus corpus;
  private final Signer signer;
  private final ByteMutation damage;

  Attempts(RandomGenerator random, Corpus corpus, Signer signer) {
    this.random = random;
    this.corpus = corpus;
    this.signer = signer;
    this.damage = new ByteMutation(random);
  }

  Attempt next() {
    int kind = random.nextInt(100);
    if (kind < 45) {
      return new Attempt(request(STRIKES_PER_MILLE), true, true);
    }
    if (kind < 60) {
      return new Attempt(request(0), true, true);
    }
    if (kind < 78) {
      return new Attempt(damagedHttp(), false, true);
    }
    if (kind < 90) {
      return new Attempt(damagedFrames(), false, true);
    }
    return new Attempt(faults(), true, false);
  }

  /** Of HTTP/1.1, well framed: what is in it may be anything. */
  private byte[] request(int strikesPerMille) {
    Request request = one(corpus.requests());
    boolean cbor = random.nextBoolean();
    byte[] body = new TreeMutation(random, cbor, strikesPerMille).written(request.members());
    if (strikesPerMille == 0) {
      body = damage.of(body);
    }
    Map<String, String> headers = headers(request.operation(), cbor ? CBOR : JSON, body);
    String start = "POST /";
    switch (random.nextInt(40)) {
      case 0 -> headers.put("Content-Type", one(TYPES));
      case 1 -> headers.put("X-Amz-Target", one(TARGETS));
      case 2 -> headers.remove(one(List.of("Content-Type", "X-Amz-Target", "Host")));
      case 3 -> start = one(METHODS) + " /";
      case 4 -> start = "POST " + one(PATHS);
      case 5 -> headers.put("Expect", "100-continue");
      case 6 -> headers.put("Connection", one(List.of("close", "keep-alive", "Upgrade")));
      case 7, 8, 9, 10, 11, 12 -> spoilSignature(headers);
      default -> {
        // As it is.
      }
    }
    return Attempt.http(start, headers, body);
  }

  private Map<String, String> headers(String operation, String type, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", "localhost");
    headers.put("X-Amz-Target", "Kinesis_20131202." + operation);
    headers.put("Content-Type", type);
    signer.sign(headers, body);
    return headers;
  }

  private void spoilSignature(Map<String, String> headers) {
    String name = one(List.of("Authorization", "Authorization", "Authorization", "X-Amz-Date"));
    StringBuilder value = new StringBuilder(headers.getOrDefault(name, "AWS4-HMAC-SHA256 a=b"));
    int at = random.nextInt(value.length());
    switch (random.nextInt(5)) {
      case 0 -> value.setCharAt(at, (char) random.nextInt(33, 127));
      case 1 -> value.setLength(at);
      case 2 -> value.insert(at, one(List.of(",", "=", ";", "/", " ", "Credential=/,", "é")));
      case 3 -> value.delete(at, Math.min(value.length(), at + random.nextInt(30)));
      default -> value.append(value.substring(at));
    }
    headers.put(name, value.toString());
  }

  /** Sometimes with a second request behind it, such as one behind a subscription. */
  private byte[] damagedHttp() {
    byte[] first = request(0);
    if (random.nextInt(3) > 0) {
      return damage.of(first);
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(damage.of(request(STRIKES_PER_MILLE)));
    return both.toByteArray();
  }

  private byte[] damagedFrames() {
    Request request = one(corpus.requests());
    boolean cbor = random.nextBoolean();
    byte[] body = new TreeMutation(random, cbor, random.nextInt(20)).written(request.members());
    Map<String, String> headers = new LinkedHashMap<>();
    headers(request.operation(), cbor ? CBOR : JSON, body)
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    headers.remove("host");
    headers.put(":method", "POST");
    headers.put(":scheme", "http");
    headers.put(":path", "/");
    headers.put(":authority", "localhost");
    byte[] frames = Frames.request(headers, body);
    byte[] rest = new byte[frames.length - Frames.prefaceBytes()];
    System.arraycopy(frames, Frames.prefaceBytes(), rest, 0, rest.length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(frames, 0, Frames.prefaceBytes());
    all.writeBytes(random.nextInt(10) == 0 ? rest : damage.of(rest));
    return all.toByteArray();
  }

  private byte[] faults() {
    int strikes = random.nextInt(2) * STRIKES_PER_MILLE;
    byte[] body = new TreeMutation(random, false, strikes).written(one(Corpus.faults()));
    return Attempt.http(
        one(FAULT_METHODS) + " " + one(FAULT_PATHS),
        Map.of("Host", "localhost"),
        strikes == 0 ? damage.of(body) : body);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
