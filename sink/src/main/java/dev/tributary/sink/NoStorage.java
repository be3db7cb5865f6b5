package dev.tributary.sink;

import java.io.IOException;
import java.util.List;

/** Empty, and nothing can be written. */
final class NoStorage implements Storage {

  static final NoStorage INSTANCE = new NoStorage();

  private NoStorage() {}

  @Override
  public Storage directory(String name) {
    return this;
  }

  @Override
  public List<String> files() {
    return List.of();
  }

  @Override
  public List<String> directories() {
    return List.of();
  }

  @Override
  public File create(String name) throws IOException {
    throw nowhere();
  }

  @Override
  public File open(String name) throws IOException {
    throw nowhere();
  }

  @Override
  public void rename(String from, String to) throws IOException {
    throw nowhere();
  }

  @Override
  public void delete(String name) throws IOException {
    throw nowhere();
  }

  @Override
  public void deleteAll() {}

  @Override
  public void sync() throws IOException {
    throw nowhere();
  }

  private static IOException nowhere() {
    return new IOException("no directory was given to keep buffers in");
  }
}
