package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import org.jspecify.annotations.Nullable;

/** Providers that discovery makes, and of which nothing is opened. */
final class FakeProviders {

    private FakeProviders() {}

    interface Fake extends PollEngineProvider {

        @Override
        default int priority() {
            return 50;
        }

        @Override
        default @Nullable String unavailableReason() {
            return null;
        }

        @Override
        default PollEngine open(EngineSettings settings) {
            throw new UnsupportedOperationException();
        }
    }

    /** The best that can be used. */
    public static final class Good implements Fake {

        @Override
        public String name() {
            return "good";
        }
    }

    /** Better, but not here. */
    public static final class Elsewhere implements Fake {

        @Override
        public String name() {
            return "elsewhere";
        }

        @Override
        public int priority() {
            return 60;
        }

        @Override
        public String unavailableReason() {
            return "needs another planet";
        }
    }

    /** For those who ask. */
    public static final class Shy implements Fake {

        @Override
        public String name() {
            return "shy";
        }

        @Override
        public boolean eligibleForAuto() {
            return false;
        }
    }

    /** For those who ask, and not here, for the reason of {@link Elsewhere}. */
    public static final class ShyElsewhere implements Fake {

        @Override
        public String name() {
            return "shy-elsewhere";
        }

        @Override
        public boolean eligibleForAuto() {
            return false;
        }

        @Override
        public String unavailableReason() {
            return "needs another planet";
        }
    }

    /** Cannot be made. */
    public static final class FailsWhenMade implements Fake {

        public FailsWhenMade() {
            throw new IllegalStateException("no luck");
        }

        @Override
        public String name() {
            return "never";
        }
    }

    /** Cannot be made, as its class cannot be initialized. */
    public static final class FailsWhenInitialized implements Fake {

        static final int LUCK = Integer.parseInt("none");

        @Override
        public String name() {
            return "never" + LUCK;
        }
    }

    /** Was built against an older SPI. */
    public static final class FailsWhenAsked implements Fake {

        @Override
        public String name() {
            return "old";
        }

        @Override
        public boolean eligibleForAuto() {
            throw new AbstractMethodError("eligibleForAuto");
        }
    }

    /** Says nothing useful when it looks around. */
    public static final class FailsWhenProbed implements Fake {

        @Override
        public String name() {
            return "clumsy";
        }

        @Override
        public String unavailableReason() {
            throw new NoClassDefFoundError("java/lang/foreign/Linker");
        }
    }
}
