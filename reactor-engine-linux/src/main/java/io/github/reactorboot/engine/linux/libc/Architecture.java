package io.github.reactorboot.engine.linux.libc;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The processors whose layouts are known here; both are little-endian with 64-bit pointers. */
public enum Architecture {
    X86_64,
    ARM64;

    /** That of this machine. */
    public static Architecture current() {
        Architecture found = of(System.getProperty("os.arch", ""));
        if (found == null) {
            throw new IllegalStateException("unknown processor " + System.getProperty("os.arch"));
        }
        return found;
    }

    /** By the value of the system property {@code os.arch}, null if it is another one. */
    static @Nullable Architecture of(String osArch) {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> ARM64;
            default -> null;
        };
    }
}
