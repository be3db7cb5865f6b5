package dev.tributary.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.testkit.mqtt.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * An own authority and what it signs, made with {@code openssl} as the documentation of the broker
 * says it.
 */
final class Certificates {
  private final Workbench bench;
  private final Path folder;

  private Certificates(Workbench bench) {
    this.bench = bench;
    this.folder = bench.folder().resolve("certs");
  }

  /** The authority, and a certificate for the server at 127.0.0.1. */
  static Certificates make(Workbench bench) {
    Certificates made = new Certificates(bench);
    try {
      Files.createDirectories(made.folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    made.openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650"
            + " -subj /CN=Devices -keyout %s -out %s"
                .formatted(made.path("ca-key.pem"), made.authority()));
    made.renewServer();
    return made;
  }

  /** Another certificate for the server in place of the one that is there. */
  void renewServer() {
    sign("server", "/CN=broker", "subjectAltName=DNS:localhost,IP:127.0.0.1");
  }

  /** A client's certificate. */
  TlsFiles.Pair client(String name) {
    sign(name, "/CN=" + name, "extendedKeyUsage=clientAuth");
    return new TlsFiles.Pair(path(name + ".pem"), path(name + "-key.pem"));
  }

  private void sign(String name, String subject, String extension) {
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj %s -addext %s -keyout %s -out %s"
            .formatted(subject, extension, path(name + "-key.pem"), path(name + ".csr")));
    openssl(
        "x509 -req -in %s -CA %s -CAkey %s -CAcreateserial -days 825 -copy_extensions copy -out %s"
            .formatted(path(name + ".csr"), authority(), path("ca-key.pem"), path(name + ".pem")));
  }

  private void openssl(String arguments) {
    String[] command = ("openssl " + arguments).split(" ", -1);
    Program.Finished finished = bench.run(Map.of(), command);
    assertThat(finished.exitCode()).as("openssl %s: %s", arguments, finished.err()).isZero();
  }

  Path authority() {
    return path("cacert.pem");
  }

  /** {@code ssl_options} of a listener with the server's certificate. */
  String options() {
    return "certfile = \"%s\", keyfile = \"%s\""
        .formatted(path("server.pem"), path("server-key.pem"));
  }

  private Path path(String name) {
    return folder.resolve(name);
  }
}
