package cosmovisor.realchain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// What is in the files of a folder: bytes and CRC-32C of each, by its path.
record Contents(Map<String, String> files) {

  static Contents of(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), content(path));
      }
    }
    return new Contents(files);
  }

  static String content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return bytes.length + " bytes, %08x".formatted(sum.getValue());
  }
}
