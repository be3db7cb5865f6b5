package dev.tributary.broker.internal.tls;

import dev.tributary.broker.TlsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the files of {@link TlsOptions} hold, read and checked: whoever has one can open a listener
 * with it.
 *
 * @param authorities who may sign clients' certificates; empty if clients are not asked
 */
record TlsFiles(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {

  private static final long FILE_BYTES_MAX = 16L * 1024 * 1024;

  static TlsFiles read(TlsOptions options, Instant now) throws TlsFileException {
    List<X509Certificate> chain = certificates("certfile", options.certFile());
    checkValid(options.certFile(), chain.getFirst(), now);
    PrivateKey key = key(options);
    checkPair(options, key, chain.getFirst().getPublicKey());
    Path authorities = options.caCertFile();
    return new TlsFiles(
        key,
        chain,
        options.verifyPeer() && authorities != null
            ? certificates("cacertfile", authorities)
            : List.of());
  }

  private static List<X509Certificate> certificates(String option, Path file)
      throws TlsFileException {
    try (InputStream in = Files.newInputStream(checkedSize(option, file))) {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw new TlsFileException(option, file, "holds no PEM certificate");
      }
      return all;
    } catch (IOException e) {
      throw unreadable(option, file, e);
    } catch (CertificateException e) {
      throw new TlsFileException(option, file, "is no PEM certificate", e);
    }
  }

  private static PrivateKey key(TlsOptions options) throws TlsFileException {
    Path file = options.keyFile();
    try {
      String pem = Files.readString(checkedSize("keyfile", file), StandardCharsets.ISO_8859_1);
      return PrivateKeyPem.read(pem, options.keyPassword());
    } catch (IOException e) {
      throw unreadable("keyfile", file, e);
    } catch (GeneralSecurityException e) {
      throw new TlsFileException("keyfile", file, String.valueOf(e.getMessage()), e);
    }
  }

  private static void checkValid(Path file, X509Certificate certificate, Instant now)
      throws TlsFileException {
    try {
      certificate.checkValidity(Date.from(now));
    } catch (CertificateExpiredException e) {
      throw new TlsFileException(
          "certfile", file, "expired at " + certificate.getNotAfter().toInstant(), e);
    } catch (CertificateNotYetValidException e) {
      throw new TlsFileException(
          "certfile", file, "is not valid before " + certificate.getNotBefore().toInstant(), e);
    }
  }

  /** Signs something with the one and checks it with the other: the same for every algorithm. */
  private static void checkPair(TlsOptions options, PrivateKey key, PublicKey certified)
      throws TlsFileException {
    byte[] something = {1, 2, 3};
    boolean pair;
    try {
      String algorithm = signature(key);
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(something);
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(certified);
      checking.update(something);
      pair = checking.verify(signing.sign());
    } catch (InvalidKeyException _) {
      pair = false; // not even of one algorithm
    } catch (GeneralSecurityException e) {
      throw new TlsFileException("keyfile", options.keyFile(), "cannot be used to sign", e);
    }
    if (!pair) {
      throw new TlsFileException(
          "keyfile",
          options.keyFile(),
          "is not the key of the certificate in certfile " + options.certFile());
    }
  }

  private static String signature(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
      default -> "SHA256with" + key.getAlgorithm();
    };
  }

  private static Path checkedSize(String option, Path file) throws IOException, TlsFileException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new TlsFileException(option, file, "is larger than " + FILE_BYTES_MAX + " bytes");
    }
    return file;
  }

  private static TlsFileException unreadable(String option, Path file, IOException e) {
    @Nullable String message = e.getMessage();
    return new TlsFileException(
        option,
        file,
        e instanceof NoSuchFileException ? "does not exist" : "cannot be read: " + message,
        e);
  }
}
