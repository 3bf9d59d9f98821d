package io.github.reactorboot.runtime;

import java.io.IOException;

/** A file has become shorter while it was sent. */
final class ShortFileException extends IOException {

    private static final long serialVersionUID = 1L;

    ShortFileException(FilePart part, long length, long sent) {
        super(
                "%s has become shorter while it was sent: of %d bytes %d were sent"
                        .formatted(part.path(), length, sent));
    }
}
