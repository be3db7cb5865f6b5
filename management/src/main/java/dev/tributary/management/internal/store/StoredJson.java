package dev.tributary.management.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.management.DefinitionStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A JSON object in a file of {@code configs} in the data folder. A write is there as a whole or not
 * at all, whenever the machine stops. Readable by its owner alone, for it holds secrets. Not
 * thread-safe.
 */
public final class StoredJson {

  private static final int FORMAT = 1;
  private static final long BYTES_MAX = 64L << 20;

  private final ObjectMapper mapper = new ObjectMapper();
  private final Path file;
  private final Path temporary;
  private final String without;

  /**
   * @param name of the file
   * @param without what a start has without the file, such as {@code nobody banned}
   */
  public StoredJson(Path dataDirectory, String name, String without) {
    this.file = dataDirectory.resolve("configs").resolve(name);
    this.temporary = file.resolveSibling(name + ".tmp");
    this.without = without;
  }

  public Path path() {
    return file;
  }

  /**
   * What was written last; an empty object at the first start. A half-written temporary file of a
   * crash is thrown away: its change was never confirmed.
   *
   * @throws DefinitionStoreException if the folder cannot be used or the file is damaged
   */
  public ObjectNode load() throws DefinitionStoreException {
    try {
      Files.createDirectories(file.getParent(), ownerOnly("rwx------"));
      Files.deleteIfExists(temporary);
      return parsed(Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      return mapper.createObjectNode().put("format", FORMAT);
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw new DefinitionStoreException(
          file
              + " is damaged at line "
              + (place == null ? "?" : place.getLineNr())
              + ", column "
              + (place == null ? "?" : place.getColumnNr())
              + ": mend it, or move it away to start with "
              + without,
          e);
    } catch (IOException e) {
      throw new DefinitionStoreException(file + " cannot be read: " + e, e);
    }
  }

  private ObjectNode parsed(byte[] bytes) throws IOException, DefinitionStoreException {
    JsonNode tree = mapper.readTree(bytes);
    if (!(tree instanceof ObjectNode object)) {
      throw new DefinitionStoreException(
          file
              + " is damaged: expected a JSON object; mend it, or move it away to start with "
              + without);
    }
    int format = object.path("format").asInt(0);
    if (format != FORMAT) {
      throw new DefinitionStoreException(
          file
              + ": format = "
              + object.path("format")
              + ": expected "
              + FORMAT
              + "; the file is of another version of Tributary");
    }
    return object;
  }

  /**
   * Replaces the file.
   *
   * @throws IOException if the old content stays
   */
  public void save(ObjectNode content) throws IOException {
    byte[] bytes = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
    if (bytes.length > BYTES_MAX) {
      throw new IOException(
          "%s would have %d bytes: at most %d are kept".formatted(file, bytes.length, BYTES_MAX));
    }
    Files.deleteIfExists(temporary);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly("rw-------"))) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    // Without this the new name itself may be lost with the power.
    try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
