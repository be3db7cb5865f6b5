import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks or writes the format of every Java file below a directory: {@code Format check|write DIR}.
 */
public final class Format {
  private static final Set<String> SKIPPED = Set.of("target", "node_modules", "data");

  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Path root = Path.of(args[1]).toAbsolutePath().normalize();
    var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    List<Path> wrong = new ArrayList<>();
    for (Path file : javaFiles(root)) {
      String source = Files.readString(file);
      String formatted = format(formatter, file, source);
      if (!formatted.equals(source)) {
        wrong.add(root.relativize(file));
        if (write) {
          Files.writeString(file, formatted);
        }
      }
    }
    if (write) {
      wrong.forEach(file -> System.out.println("formatted " + file));
    } else if (!wrong.isEmpty()) {
      wrong.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("mend with: mvn -pl build-support process-resources -Dformat=write");
      System.exit(1);
    }
  }

  private static String format(Formatter formatter, Path file, String source) {
    try {
      String imports = RemoveUnusedImports.removeUnusedImports(source);
      return formatter.formatSource(
          ImportOrderer.reorderImports(imports, JavaFormatterOptions.Style.GOOGLE));
    } catch (Exception e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> javaFiles(Path root) throws Exception {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            boolean skip = !dir.equals(root) && (SKIPPED.contains(name) || name.startsWith("."));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
