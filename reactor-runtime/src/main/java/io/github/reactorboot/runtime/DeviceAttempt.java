package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.FileKind;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.Resource.Access;
import io.github.reactorboot.runtime.engine.Transport;
import java.io.IOException;

/** Opens a device file, which is done at once. */
final class DeviceAttempt implements OpenAttempt {

    private final PollEngine engine;
    private final Target.Device target;
    private final OpenEvents events;

    DeviceAttempt(PollEngine engine, Target.Device target, OpenEvents events) {
        this.engine = engine;
        this.target = target;
        this.events = events;
    }

    /** A session and what it is opened over. */
    private record Opened(StreamSession session, Transport transport, Access access) {}

    @Override
    public void begin() {
        Opened opened;
        try {
            FileKind kind = FileKind.of(target.path());
            opened = open(kind);
            if (kind == FileKind.UNKNOWN && FileKind.of(target.path()) != kind) {
                // It has come since it was looked at: it is not what it was opened as.
                opened.transport().close();
                opened = open(FileKind.of(target.path()));
            }
        } catch (IOException e) {
            events.onNotOpened(e);
            return;
        }
        StreamSession session = opened.session();
        Transport transport = opened.transport();
        if (!opened.access().writes()) {
            session.flow().output.refuseAll();
        }
        events.onOpened(session, opened.access(), () -> OpenAttempt.begin(session, transport));
    }

    private Opened open(FileKind kind) throws IOException {
        Access configured = target.access();
        Access usual = kind == FileKind.FIFO ? Access.READ : Access.READ_WRITE;
        Access access = configured == null ? usual : configured;
        StreamSession session = events.newSession(null);
        Resource file = new Resource.DeviceFile(target.path(), access);
        try {
            return new Opened(session, engine.open(file, session.flow()), access);
        } catch (RuntimeException e) {
            throw new IOException("internal error: " + e, e);
        }
    }

    @Override
    public void cancel() {
        // There is no moment at which it is under way.
    }
}
