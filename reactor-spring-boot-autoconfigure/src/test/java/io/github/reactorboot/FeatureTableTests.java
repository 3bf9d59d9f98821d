package io.github.reactorboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The feature table claims what tests show, no more and no less: its last column is the list of the
 * tests that carry the tag of the row. With {@code -Dfeatures.write=true} that column is written.
 */
class FeatureTableTests {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path TABLE = ROOT.resolve("docs/features.md");

    /** How many rows each section has; what is not there must be said by name. */
    private static final Map<Character, Integer> SECTIONS = new LinkedHashMap<>();

    static {
        int[] rows = {10, 6, 10, 6, 10, 15, 13, 8, 7, 3, 7, 5, 3, 5, 3, 8, 4};
        for (int i = 0; i < rows.length; i++) {
            SECTIONS.put((char) ('A' + i), rows[i]);
        }
    }

    private static final Pattern ROW = Pattern.compile("\\| ([A-Q]\\d+) \\|(.*)\\|([^|]*)\\|");
    private static final Pattern TAG = Pattern.compile("^\\s*@Tag\\(\"([A-Q]\\d+)\"\\)");
    private static final Pattern DISABLED = Pattern.compile("^\\s*@Disabled");

    @Test
    void eachRowNamesTheTestsThatShowIt() throws IOException {
        SortedMap<String, TreeSet<String>> shown = shown();
        List<String> lines = Files.readAllLines(TABLE);
        List<String> wanted = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (String line : lines) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(row.group(1));
                String tests = String.join(", ", shown.getOrDefault(row.group(1), new TreeSet<>()));
                wanted.add("| " + row.group(1) + " |" + row.group(2) + "| " + tests + " |");
            } else {
                wanted.add(line);
            }
        }
        if (Boolean.getBoolean("features.write")) {
            Files.write(TABLE, wanted);
        }
        assertThat(rows).containsExactlyElementsOf(allRows());
        assertThat(shown.keySet()).as("tags of tests").containsExactlyInAnyOrderElementsOf(rows);
        assertThat(Files.readAllLines(TABLE)).containsExactlyElementsOf(wanted);
    }

    @Test
    void noTestIsSwitchedOff() throws IOException {
        for (Path test : tests()) {
            assertThat(Files.readAllLines(test)).as(test.toString()).noneMatch(matches(DISABLED));
        }
    }

    private static Predicate<String> matches(Pattern pattern) {
        return line -> pattern.matcher(line).find();
    }

    private static List<String> allRows() {
        return SECTIONS.entrySet().stream()
                .flatMap(section ->
                        IntStream.rangeClosed(1, section.getValue())
                                .mapToObj(number -> section.getKey() + "" + number))
                .toList();
    }

    /** Links to the tests that carry a tag, by tag. */
    private static SortedMap<String, TreeSet<String>> shown() throws IOException {
        SortedMap<String, TreeSet<String>> shown = new TreeMap<>();
        for (Path test : tests()) {
            String name = test.getFileName().toString().replace(".java", "");
            String link = "[%s](../%s)".formatted(name, ROOT.relativize(test).toString());
            for (String tag : tags(test)) {
                shown.computeIfAbsent(tag, t -> new TreeSet<>()).add(link);
            }
        }
        return shown;
    }

    private static List<String> tags(Path test) throws IOException {
        return Files.readAllLines(test).stream()
                .flatMap(line -> TAG.matcher(line).results())
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .collect(Collectors.toList());
    }

    private static List<Path> tests() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.toList()) {
                Path sources = module.resolve("src/test/java");
                if (Files.isDirectory(sources)) {
                    try (Stream<Path> files = Files.walk(sources)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                    }
                }
            }
        }
        return found;
    }
}
