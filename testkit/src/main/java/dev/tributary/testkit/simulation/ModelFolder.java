package dev.tributary.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names in one directory: as programs see them, and as they are certain to be after a loss of
 * power.
 */
final class ModelFolder {

  /** A change of names that is not certain yet. */
  private sealed interface Change {

    record Add(String name, ModelFile file) implements Change {}

    record Rename(String from, String to, ModelFile file) implements Change {}

    record Remove(String name) implements Change {}
  }

  private final TreeMap<String, ModelFile> files = new TreeMap<>();
  private final TreeMap<String, ModelFile> certain = new TreeMap<>();
  private final TreeMap<String, ModelFolder> folders = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private boolean exists;
  private boolean nameIsCertain;

  List<String> fileNames() {
    return List.copyOf(files.keySet());
  }

  List<String> folderNames() {
    return folders.entrySet().stream()
        .filter(entry -> entry.getValue().exists)
        .map(entry -> entry.getKey())
        .toList();
  }

  @Nullable ModelFile file(String name) {
    return files.get(name);
  }

  ModelFolder folder(String name) {
    return folders.computeIfAbsent(name, _ -> new ModelFolder());
  }

  void makeExist() {
    exists = true;
  }

  ModelFile add(String name) {
    ModelFile file = new ModelFile();
    change(new Change.Add(name, file));
    return file;
  }

  void rename(String from, String to, ModelFile file) {
    change(new Change.Rename(from, to, file));
  }

  void remove(String name) {
    change(new Change.Remove(name));
  }

  void removeAll() {
    fileNames().forEach(this::remove);
    folders.values().forEach(ModelFolder::removeAll);
    exists = false;
  }

  private void change(Change change) {
    exists = true;
    apply(change, files);
    changes.add(change);
  }

  private static void apply(Change change, Map<String, ModelFile> names) {
    switch (change) {
      case Change.Add(String name, ModelFile file) -> names.put(name, file);
      case Change.Rename(String from, String to, ModelFile file) -> {
        names.remove(from, file); // if that name is another file by now, it stays
        names.put(to, file);
      }
      case Change.Remove(String name) -> names.remove(name);
    }
  }

  void sync() {
    changes.forEach(change -> apply(change, certain));
    changes.clear();
    nameIsCertain = exists;
  }

  /** Some of the uncertain changes have happened: mostly the first ones, as a journal has it. */
  void losePower(SplittableRandom random) {
    boolean journal = random.nextInt(3) > 0;
    int first = random.nextInt(changes.size() + 1);
    for (int i = 0; i < changes.size(); i++) {
      if (journal ? i < first : random.nextBoolean()) {
        apply(changes.get(i), certain);
      }
    }
    changes.clear();
    files.clear();
    files.putAll(certain);
    files.values().forEach(file -> file.losePower(random));
    exists |= !files.isEmpty();
    folders.values().forEach(folder -> folder.losePower(random));
    loseName(random);
  }

  private void loseName(SplittableRandom random) {
    boolean held = nameIsCertain || folders.values().stream().anyMatch(each -> each.exists);
    if (exists && !held && random.nextBoolean()) {
      files.clear();
      certain.clear();
      exists = false;
    }
    nameIsCertain = exists;
  }

  long bytes() {
    long bytes = 0;
    for (ModelFile file : files.values()) {
      bytes += file.size();
    }
    for (ModelFolder folder : folders.values()) {
      bytes += folder.bytes();
    }
    return bytes;
  }
}
