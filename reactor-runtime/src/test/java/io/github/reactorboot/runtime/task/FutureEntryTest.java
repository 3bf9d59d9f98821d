package io.github.reactorboot.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a future keeps of the races that it has lost. */
@Tag("P3")
class FutureEntryTest {

    @Test
    void aFutureKeepsNothingOfARaceThatIsOver() {
        CompletableFuture<String> never = new CompletableFuture<>();
        WeakReference<Parking> place = lose(never);
        long began = System.nanoTime();
        while (place.get() != null) {
            assertThat(System.nanoTime() - began).isLessThan(Duration.ofSeconds(20).toNanos());
            System.gc();
        }
        assertThat(never.getNumberOfDependents()).isOne();
    }

    /** A method of its own, so that no local variable holds on to anything. */
    private static WeakReference<Parking> lose(CompletableFuture<String> never) {
        Parking parking = new Parking();
        FutureEntry<String> entry = new FutureEntry<>(parking, never);
        for (int race = 0; race < 3; race++) {
            entry.enter();
            assertThat(entry.isReady()).isFalse();
            entry.leave();
        }
        return new WeakReference<>(parking);
    }

    @Test
    void whatCompletesBetweenTwoRacesIsReadyInTheNext() {
        CompletableFuture<String> later = new CompletableFuture<>();
        FutureEntry<String> entry = new FutureEntry<>(new Parking(), later);
        entry.enter();
        entry.leave();
        later.complete("there");
        entry.enter();
        assertThat(entry.isReady()).isTrue();
        assertThat(entry.take().value()).isEqualTo("there");
    }
}
