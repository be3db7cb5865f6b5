package dev.tributary.server.internal.authentication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * Random bytes that no client knows and that stay the same through restarts, so that the salts of
 * users who do not exist stay the same too.
 */
final class NodeSecret {

  private static final int BYTES = 32;

  private NodeSecret() {}

  static byte[] in(Path dataDirectory, SecureRandom random) throws IOException {
    Path file = dataDirectory.resolve("scram-secret");
    if (Files.exists(file)) {
      byte[] secret = Files.readAllBytes(file);
      if (secret.length == BYTES) {
        return secret;
      }
    }
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    Files.deleteIfExists(file);
    createForOwner(file);
    Files.write(file, secret, StandardOpenOption.WRITE);
    return secret;
  }

  private static void createForOwner(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }
}
