package io.github.reactorboot.benchmarks.cache;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the programs of others.
 *
 * @param searchPath directories as in the variable PATH
 */
record Programs(String searchPath) {

    private static final Pattern SEPARATOR = Pattern.compile(File.pathSeparator, Pattern.LITERAL);

    /** With the PATH of this process. */
    static Programs ofThisProcess() {
        return new Programs(System.getenv().getOrDefault("PATH", ""));
    }

    /**
     * Finds a program.
     *
     * @param given where the user says it is, null to search
     * @param debianPackage what to install otherwise
     */
    Path find(String name, @Nullable Path given, String debianPackage) throws SetUpException {
        if (given != null) {
            if (isProgram(given)) {
                return given;
            }
            throw new SetUpException("--%s: %s is no program".formatted(name, given));
        }
        Path found = search(name);
        if (found == null) {
            throw new SetUpException(
                    ("There is no %s on the PATH. Install the Debian package %s (apt-get install %2$s),"
                                    + " or say with --%1$s where the program is.")
                            .formatted(name, debianPackage));
        }
        return found;
    }

    @Nullable Path search(String name) {
        return SEPARATOR
                .splitAsStream(searchPath)
                .map(directory -> Path.of(directory, name))
                .filter(Programs::isProgram)
                .findFirst()
                .orElse(null);
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
