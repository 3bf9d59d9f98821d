package io.github.reactorboot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.github.reactorboot.runtime.FakeProviders.Elsewhere;
import io.github.reactorboot.runtime.FakeProviders.FailsWhenAsked;
import io.github.reactorboot.runtime.FakeProviders.FailsWhenInitialized;
import io.github.reactorboot.runtime.FakeProviders.FailsWhenMade;
import io.github.reactorboot.runtime.FakeProviders.FailsWhenProbed;
import io.github.reactorboot.runtime.FakeProviders.Good;
import io.github.reactorboot.runtime.FakeProviders.Shy;
import io.github.reactorboot.runtime.FakeProviders.ShyElsewhere;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine is taken, and what is said of the others. */
class EngineDiscoveryTest {

    private static final String EPOLL =
            "io.github.reactorboot.engine.linux.epoll.EpollPollEngineProvider";
    private static final String IO_URING =
            "io.github.reactorboot.engine.linux.uring.IoUringPollEngineProvider";
    private static final String NO_JAR =
            "its jar is not there, add the dependency io.github.reactorboot:reactor-engine-linux (for"
                    + " Linux, Java 22 or newer)";
    private static final String TOO_OLD =
            "needs Java 99 or newer, this is Java " + Runtime.version().feature();

    @TempDir Path directory;
    private ServiceFiles files;

    @BeforeEach
    void emptyClassPath() {
        files = new ServiceFiles(directory);
    }

    private EngineChoice choice(String name) {
        return EngineDiscovery.choose(name, files).choice();
    }

    private void assertRefused(String name, String message) {
        assertThatExceptionOfType(EngineUnavailableException.class)
                .isThrownBy(() -> choice(name))
                .withMessage(message);
    }

    @Test
    void nioIsTakenWhereNothingElseIs() {
        EngineChoice choice = choice("auto");
        assertThat(choice.name()).isEqualTo("nio");
        assertThat(choice.reason()).isEqualTo("best that is available here");
        assertThat(choice.rejected())
                .containsExactly(entry("epoll", NO_JAR), entry("io_uring", NO_JAR));
        assertThat(choice.inWords(2))
                .isEqualTo(
                        "engine nio (best that is available here), 2 loops; epoll and io_uring not"
                                + " taken: "
                                + NO_JAR);
    }

    @Test
    void classFilesOfANewerJavaAreAReasonForEachEngine() {
        files.forJava99(EPOLL).forJava99(IO_URING);
        EngineChoice choice = choice("auto");
        assertThat(choice.name()).isEqualTo("nio");
        assertThat(choice.rejected())
                .containsExactly(entry("epoll", TOO_OLD), entry("io_uring", TOO_OLD));
        assertRefused("io_uring", "engine 'io_uring' cannot be used: " + TOO_OLD);
    }

    @Test
    void theBestThatIsAvailableIsTaken() {
        files.with(Good.class).with(Elsewhere.class).with(Shy.class).with(ShyElsewhere.class);
        EngineDiscovery.Chosen chosen = EngineDiscovery.choose("auto", files);
        assertThat(chosen.provider()).isInstanceOf(Good.class);
        assertThat(chosen.choice().name()).isEqualTo("good");
        assertThat(chosen.choice().rejected())
                .containsExactly(
                        entry("elsewhere", "needs another planet"),
                        entry("shy", "only when asked for by name"),
                        entry("shy-elsewhere", "only when asked for by name"),
                        entry("nio", "good ranks higher"),
                        entry("epoll", NO_JAR),
                        entry("io_uring", NO_JAR));
        assertThat(chosen.choice().inWords(1))
                .startsWith(
                        "engine good (best that is available here), 1 loop; elsewhere not taken: needs"
                                + " another planet; shy and shy-elsewhere not taken: only when");
    }

    /** A seccomp filter may kill who tries io_uring. */
    @Test
    @Tag("fault-F54")
    void autoDoesNotTryAnEngineThatItWouldNotTake() {
        files.with(ShyElsewhere.class);
        assertThat(choice("auto").rejected())
                .containsEntry("shy-elsewhere", "only when asked for by name");
        assertRefused(
                "shy-elsewhere", "engine 'shy-elsewhere' cannot be used: needs another planet");
    }

    @Test
    void anEngineMayBeAskedForByName() {
        files.with(Good.class).with(Shy.class);
        EngineChoice shy = choice("shy");
        assertThat(shy.name()).isEqualTo("shy");
        assertThat(shy.reason()).isEqualTo("asked for by name");
        assertThat(shy.rejected())
                .containsExactly(
                        entry("good", "not asked for"),
                        entry("nio", "not asked for"),
                        entry("epoll", "not asked for"),
                        entry("io_uring", "not asked for"));
        assertThat(choice("nio").name()).isEqualTo("nio");
    }

    @Test
    void anEngineThatIsAskedForAndCannotBeHadIsRefused() {
        files.with(Elsewhere.class);
        assertRefused("elsewhere", "engine 'elsewhere' cannot be used: needs another planet");
        assertRefused("epoll", "engine 'epoll' cannot be used: " + NO_JAR);
    }

    @Test
    void anUnknownEngineIsRefused() {
        files.with(Good.class).with(FailsWhenMade.class);
        assertRefused(
                "warp",
                "there is no engine 'warp', known are auto, good, nio, epoll, io_uring; "
                        + FailsWhenMade.class.getName()
                        + ": its provider cannot be made: java.lang.IllegalStateException: no luck");
    }

    @Test
    void aBrokenProviderIsAReasonAndHidesNoOther() {
        files.withName("no.such.Provider")
                .with(FailsWhenMade.class)
                .with(FailsWhenInitialized.class)
                .with(FailsWhenAsked.class)
                .with(FailsWhenProbed.class)
                .forJava99("some.newer.Provider")
                .with(Good.class);
        EngineChoice choice = choice("auto");
        assertThat(choice.name()).isEqualTo("good");
        assertThat(choice.rejected())
                .containsEntry("some.newer.Provider", TOO_OLD)
                .containsEntry(
                        "clumsy",
                        "its provider failed: java.lang.NoClassDefFoundError:"
                                + " java/lang/foreign/Linker")
                .containsEntry(
                        FailsWhenAsked.class.getName(),
                        "its provider failed: java.lang.AbstractMethodError: eligibleForAuto")
                .containsEntry(
                        FailsWhenMade.class.getName(),
                        "its provider cannot be made: java.lang.IllegalStateException: no luck")
                .hasEntrySatisfying(
                        FailsWhenInitialized.class.getName(),
                        reason -> assertThat(reason).contains("ExceptionInInitializerError"))
                .hasEntrySatisfying(
                        "no.such.Provider", reason -> assertThat(reason).contains("not found"));
    }

    @Test
    void aFileThatCannotBeParsedIsAReason() {
        files.withName("not a name").with(Good.class);
        EngineChoice choice = choice("auto");
        assertThat(choice.name()).isEqualTo("nio");
        assertThat(choice.rejected().values())
                .anyMatch(reason -> reason.contains("Illegal configuration-file syntax"));
    }

    @Test
    void aClassPathThatCannotBeReadLeavesNio() {
        files.unreadable();
        assertThat(choice("auto").name()).isEqualTo("nio");
    }
}
