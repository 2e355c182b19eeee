package cosmovisor.cli;

import java.util.ArrayList;
import java.util.List;

/// Columns as wide as what is in them.
///
/// @param rows the first is the head
record Table(List<List<String>> rows) {
  private static final String GAP = "  ";

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(width(i) - row.get(i).length())).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
