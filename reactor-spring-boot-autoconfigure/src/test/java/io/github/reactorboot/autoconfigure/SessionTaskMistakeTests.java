package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.annotation.OnInputClosed;
import io.github.reactorboot.annotation.OnMessage;
import io.github.reactorboot.annotation.OnSession;
import io.github.reactorboot.annotation.OnWritable;
import io.github.reactorboot.annotation.ReactorHandler;
import io.github.reactorboot.runtime.Session;
import io.github.reactorboot.runtime.task.TaskStream;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.SyncTaskExecutor;

/** Methods with @OnSession that cannot work are refused at start. */
@Tag("P1")
class SessionTaskMistakeTests {

    private static void assertSays(Class<?> handler, String description, String action) {
        Mistakes.assertSays(Runners.quotes().withBean("bean", handler), description, action);
    }

    @Test
    void aTaskIsAlone() {
        assertSays(
                WithMessage.class,
                "Bean 'bean': method WithMessage.serve(TaskStream) with @OnSession serves whole sessions, so"
                        + " WithMessage.on(String) with @OnMessage is never called.",
                "Remove @OnMessage and use the TaskStream, or remove @OnSession.");
        assertSays(
                WithWritable.class,
                "Bean 'bean': method WithWritable.serve(TaskStream) with @OnSession serves whole sessions, so"
                        + " WithWritable.on() with @OnWritable is never called.",
                "Remove @OnWritable and use the TaskStream, or remove @OnSession.");
        assertSays(
                WithInputClosed.class,
                "Bean 'bean': method WithInputClosed.serve(TaskStream) with @OnSession serves whole sessions,"
                        + " so WithInputClosed.on() with @OnInputClosed is never called.",
                "Remove @OnInputClosed and use the TaskStream, or remove @OnSession.");
    }

    @ReactorHandler("quotes")
    static class WithMessage {

        @OnSession
        void serve(TaskStream stream) {}

        @OnMessage
        void on(String line) {}
    }

    @ReactorHandler("quotes")
    static class WithWritable {

        @OnSession
        void serve(TaskStream stream) {}

        @OnWritable
        void on() {}
    }

    @ReactorHandler("quotes")
    static class WithInputClosed {

        @OnSession
        void serve(TaskStream stream) {}

        @OnInputClosed
        void on() {}
    }

    @Test
    void theStreamIsRequired() {
        assertSays(
                NoStream.class,
                "Bean 'bean': method NoStream.serve(Session) with @OnSession has no parameter for the stream.",
                "Methods with @OnSession take a TaskStream (required) and a Session, in any order.");
    }

    @ReactorHandler("quotes")
    static class NoStream {

        @OnSession
        void serve(Session session) {}
    }

    @Test
    void nothingIsReturned() {
        assertSays(
                Returning.class,
                "Bean 'bean': method Returning.serve(TaskStream) with @OnSession returns String.",
                "Let it return nothing (void).");
    }

    @ReactorHandler("quotes")
    static class Returning {

        @OnSession
        String serve(TaskStream stream) {
            return "";
        }
    }

    @Test
    @Tag("P2")
    void anExecutorWithoutThreadsIsRefused() {
        Mistakes.assertSays(
                Runners.quotes()
                        .withPropertyValues(Runners.keys(Map.of("executor", "sync")))
                        .withBean("sync", Executor.class, SyncTaskExecutor::new)
                        .withBean("bean", Fine.class),
                "reactor.listeners.quotes has an @OnSession method, but executor 'sync' is a SyncTaskExecutor,"
                        + " which has no threads.",
                "Name an executor that has threads with reactor.listeners.quotes.executor.");
    }

    @Test
    void theTaskItselfIsAPendingReply() {
        Mistakes.assertSays(
                Runners.quotes()
                        .withPropertyValues("reactor.listeners.quotes.max-pending-replies=1")
                        .withBean("bean", Fine.class),
                "reactor.listeners.quotes.max-pending-replies must be at least 2 for a handler with @OnSession,"
                        + " was 1 (set in \"reactor.listeners.quotes.max-pending-replies\" from property"
                        + " source \"test\")",
                "Correct the value of reactor.listeners.quotes.max-pending-replies.");
    }

    @ReactorHandler("quotes")
    static class Fine {

        @OnSession
        void serve(TaskStream stream) {}
    }
}
