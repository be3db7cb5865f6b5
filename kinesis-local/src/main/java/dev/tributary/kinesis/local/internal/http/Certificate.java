package dev.tributary.kinesis.local.internal.http;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate and its key, both as PEM. Kept in two files, so that clients who were
 * told to trust the certificate go on to do so; made anew when it is about to end.
 */
record Certificate(String certificatePem, String keyPem) {
  private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);
  private static final String CERTIFICATE_FILE = "local-kinesis.crt";
  private static final String KEY_FILE = "local-kinesis.key";
  private static final Duration RENEWED_BEFORE_END = Duration.ofDays(7);

  /** Throws IOException that names the file and what is wrong with it. */
  static Certificate of(Optional<Path> directory, Instant now) throws IOException {
    return directory.isEmpty() ? SelfSigned.make(now) : kept(directory.get(), now);
  }

  private static Certificate kept(Path directory, Instant now) throws IOException {
    Path certificate = directory.resolve(CERTIFICATE_FILE);
    Path key = directory.resolve(KEY_FILE);
    if (Files.exists(certificate) && Files.exists(key)) {
      Certificate found = new Certificate(Files.readString(certificate), Files.readString(key));
      if (found.endsAfter(now.plus(RENEWED_BEFORE_END), certificate)) {
        return found;
      }
      LOG.warn("the certificate {} ends soon: a new one takes its place", certificate);
    }
    Certificate made = SelfSigned.make(now);
    Files.createDirectories(directory);
    write(key, made.keyPem(), true);
    write(certificate, made.certificatePem(), false);
    LOG.info("local Kinesis made a certificate for clients to trust: {}", certificate);
    return made;
  }

  private boolean endsAfter(Instant time, Path file) throws IOException {
    try {
      return x509().getNotAfter().toInstant().isAfter(time);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "%s is not a certificate (%s); remove it and a new one is made"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private X509Certificate x509() throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificatePem.getBytes(StandardCharsets.UTF_8)));
  }

  private PrivateKey key() throws GeneralSecurityException {
    String base64 = keyPem.replaceAll("-----[A-Z ]+-----", "");
    byte[] pkcs8 = Base64.getMimeDecoder().decode(base64);
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** Whole or not at all, and the key never readable by others. */
  private static void write(Path file, String text, boolean secret) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
    Path draft =
        posix && secret
            ? Files.createTempFile(
                directory,
                "new",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Files.createTempFile(directory, "new", ".tmp");
    Files.writeString(draft, text);
    if (posix && !secret) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
    }
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Offers HTTP/2 and HTTP/1.1. */
  SslContext context() throws IOException {
    try {
      return SslContextBuilder.forServer(key(), x509())
          .sslProvider(SslProvider.JDK)
          .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  Protocol.ALPN,
                  SelectorFailureBehavior.NO_ADVERTISE,
                  SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_2,
                  ApplicationProtocolNames.HTTP_1_1))
          .build();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "%s and %s cannot be used (%s); remove both and new ones are made"
              .formatted(CERTIFICATE_FILE, KEY_FILE, e.getMessage()),
          e);
    }
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "Certificate[" + CERTIFICATE_FILE + "]";
  }
}
