package io.github.reactorboot.runtime.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is (inode(7)). */
public enum FileKind {
    FIFO(0x1000, "a FIFO"),
    CHARACTER_DEVICE(0x2000, "a character device"),
    DIRECTORY(0x4000, "a directory"),
    BLOCK_DEVICE(0x6000, "a block device"),
    REGULAR_FILE(0x8000, "a regular file"),
    SOCKET(0xC000, "a Unix socket"),
    /** Not there, not to be looked at, or on a system without such kinds. */
    UNKNOWN(0, "nothing known");

    /** S_IFMT. */
    private static final int KIND_OF_MODE = 0xF000;

    private final int mode;
    private final String text;

    FileKind(int mode, String text) {
        this.mode = mode;
        this.text = text;
    }

    /** Looks, and follows links. */
    public static FileKind of(Path path) {
        try {
            if (Files.getAttribute(path, "unix:mode") instanceof Integer mode) {
                for (FileKind kind : values()) {
                    if (kind.mode == (mode & KIND_OF_MODE)) {
                        return kind;
                    }
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Opening the file says what is wrong with it.
        }
        return UNKNOWN;
    }

    /** Whether such a file may be a stream of bytes that can be waited for. */
    public boolean isStream() {
        return this == FIFO || this == CHARACTER_DEVICE || this == UNKNOWN;
    }

    /** For messages, with its article. */
    @Override
    public String toString() {
        return text;
    }
}
