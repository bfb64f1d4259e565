package dev.outbox.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The libraries that mysqld asks the system for. It looks for {@code libaio.so.1}, which newer
 * Debian and Ubuntu call {@code libaio.so.1t64}; a link of the old name in the cache satisfies it.
 */
final class SharedLibraries {

  private static final String AIO = "libaio.so.1";
  private static final List<String> SYSTEM = List.of("/lib", "/lib64", "/usr/lib", "/usr/lib64");

  private SharedLibraries() {}

  /** What to add to the environment of mysqld; mostly nothing. */
  static Map<String, String> environment() {
    if (find(AIO).isPresent()) {
      return Map.of();
    }
    return find(AIO + "t64").map(SharedLibraries::link).orElse(Map.of());
  }

  private static Map<String, String> link(Path library) {
    Path directory = Distribution.cache().resolve("lib");
    try {
      Files.createDirectories(directory);
      Files.createSymbolicLink(directory.resolve(AIO), library);
    } catch (FileAlreadyExistsException e) {
      // made by an earlier run
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String inherited = System.getenv("LD_LIBRARY_PATH");
    return Map.of(
        "LD_LIBRARY_PATH", inherited == null ? "" + directory : directory + ":" + inherited);
  }

  private static Optional<Path> find(String name) {
    // Debian keeps libraries one level down, in /usr/lib/x86_64-linux-gnu and the like.
    return SYSTEM.stream()
        .map(Path::of)
        .filter(Files::isDirectory)
        .flatMap(directory -> List.of(directory, triplet(directory)).stream())
        .map(directory -> directory.resolve(name))
        .filter(Files::exists)
        .findFirst();
  }

  private static Path triplet(Path directory) {
    try (DirectoryStream<Path> triplets = Files.newDirectoryStream(directory, "*-linux-gnu*")) {
      var first = triplets.iterator();
      return first.hasNext() ? first.next() : directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
