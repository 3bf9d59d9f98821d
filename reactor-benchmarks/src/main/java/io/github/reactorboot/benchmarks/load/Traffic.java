package io.github.reactorboot.benchmarks.load;

import java.io.IOException;

/** An activity that is measured. */
interface Traffic extends Activity {

    /** The first messages go out. */
    void start(long nowNanos) throws IOException;

    /** Nothing new goes out from here on, but what is in flight comes back. */
    void stop();

    /** Messages done since the start. */
    long completed();

    /** Nothing is in flight any more: whatever came beyond what was sent is a fault. */
    void verifyEnd() throws IOException;

    @Override
    default long progress() {
        return completed();
    }
}
