package io.github.reactorboot.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Notes every callback, then does what the test has plugged in. Events read {@code open}, {@code
 * message:x}, {@code writable}, {@code input-closed}, {@code idle}, {@code drain}, {@code
 * error:Type}, {@code close:REASON}.
 */
final class RecordingHandler implements SessionHandler {

    interface Action {
        void run(Session session) throws Exception;
    }

    interface MessageAction {
        void run(Session session, ByteBuffer frame) throws Exception;
    }

    interface CommandAction {
        Object run(Session session, Object command) throws Exception;
    }

    interface IdleAction {
        boolean run(Session session) throws Exception;
    }

    private static final Action NOTHING = session -> {};

    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final BlockingQueue<Session> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<Session> closed = new LinkedBlockingQueue<>();
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    private Action open = NOTHING;
    private Action writable = NOTHING;
    private Action inputClosed = NOTHING;
    private Action drain = NOTHING;
    private Action error = NOTHING;
    private Action close = NOTHING;
    private MessageAction message = (session, frame) -> {};
    private IdleAction idle = session -> false;
    private CommandAction command = (session, sent) -> sent;

    /** Sends each message back. */
    static RecordingHandler echo() {
        return new RecordingHandler().message((session, frame) -> session.send(frame));
    }

    RecordingHandler open(Action action) {
        open = action;
        return this;
    }

    RecordingHandler message(MessageAction action) {
        message = action;
        return this;
    }

    RecordingHandler writable(Action action) {
        writable = action;
        return this;
    }

    RecordingHandler inputClosed(Action action) {
        inputClosed = action;
        return this;
    }

    RecordingHandler drain(Action action) {
        drain = action;
        return this;
    }

    RecordingHandler error(Action action) {
        error = action;
        return this;
    }

    RecordingHandler close(Action action) {
        close = action;
        return this;
    }

    RecordingHandler idle(IdleAction action) {
        idle = action;
        return this;
    }

    RecordingHandler command(CommandAction action) {
        command = action;
        return this;
    }

    /** The events so far, which are forgotten. */
    List<String> takeEvents() {
        List<String> taken = new ArrayList<>();
        events.drainTo(taken);
        return taken;
    }

    /** Waits for the end of one session; the events until then. */
    List<String> eventsUntilClose() {
        List<String> until = new ArrayList<>();
        do {
            until.add(Await.next(events));
        } while (!until.get(until.size() - 1).startsWith("close:"));
        return until;
    }

    private void note(String event) {
        threads.add(Thread.currentThread());
        events.add(event);
    }

    @Override
    public void onOpen(Session session) throws Exception {
        note("open");
        opened.add(session);
        open.run(session);
    }

    @Override
    public void onMessage(Session session, ByteBuffer frame) throws Exception {
        note("message:" + StandardCharsets.UTF_8.decode(frame.duplicate()));
        message.run(session, frame);
    }

    @Override
    public Object onCommand(Session session, Object sent) throws Exception {
        note("command:" + sent);
        return command.run(session, sent);
    }

    @Override
    public void onWritable(Session session) throws Exception {
        note("writable");
        writable.run(session);
    }

    @Override
    public void onInputClosed(Session session) throws Exception {
        note("input-closed");
        inputClosed.run(session);
    }

    @Override
    public boolean onIdle(Session session) throws Exception {
        note("idle");
        return idle.run(session);
    }

    @Override
    public void onDrain(Session session) throws Exception {
        note("drain");
        drain.run(session);
    }

    @Override
    public void onError(Session session, Throwable failure) throws Exception {
        note("error:" + failure.getClass().getSimpleName());
        error.run(session);
    }

    @Override
    public void onClose(Session session, CloseReason reason) throws Exception {
        note("close:" + reason);
        try {
            close.run(session);
        } finally {
            closed.add(session);
        }
    }
}
