package io.github.reactorboot.benchmarks.compare;

import io.github.reactorboot.benchmarks.process.Child;
import io.github.reactorboot.benchmarks.process.ChildFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds out who can run here, by asking: a server that cannot says so when it is started. */
final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> ENGINES = List.of(Contender.NIO, "epoll", "io_uring");
    private static final List<String> SERVERS =
            List.of(Contender.REACTOR, Contender.SPRING, Contender.NETTY);

    private final Servers servers;
    private final List<Contender> present = new ArrayList<>();
    private final Map<String, String> absent = new LinkedHashMap<>();

    Probe(Servers servers) {
        this.servers = servers;
    }

    /** Tries all contenders there are, or may be one day. */
    void all() throws InterruptedException {
        for (String engine : ENGINES) {
            for (String kind : SERVERS) {
                tryOne(new Contender(kind, engine));
            }
            if (!engine.equals(Contender.NIO)) {
                tryOne(new Contender(Contender.C, engine));
            }
        }
        tryOne(Contender.SELECTOR);
    }

    /** Tries the given ones. */
    void these(List<Contender> contenders) throws InterruptedException {
        for (Contender contender : contenders) {
            tryOne(contender);
        }
    }

    List<Contender> present() {
        return List.copyOf(present);
    }

    /** Names of those that cannot run, each with the reason. */
    Map<String, String> absent() {
        return Map.copyOf(absent);
    }

    private void tryOne(Contender contender) throws InterruptedException {
        String reason = obstacle(contender);
        if (reason.isEmpty()) {
            present.add(contender);
        } else {
            absent.put(contender.name(), reason);
        }
    }

    private String obstacle(Contender contender) throws InterruptedException {
        if (contender.engine().equals(Contender.NIO) && !contender.is(Contender.C)) {
            // In every JDK; if something is wrong its windows will tell.
            return "";
        }
        if (contender.is(Contender.SPRING)) {
            // The same runtime, so the same engines.
            return absent.getOrDefault(contender.as(Contender.REACTOR).name(), "");
        }
        try (Child echo = servers.start(contender, ServerShape.FRAMED)) {
            echo.readLine(Commands.LISTENING, PATIENCE);
            return "";
        } catch (ChildFailure e) {
            return String.valueOf(e.getMessage());
        }
    }
}
