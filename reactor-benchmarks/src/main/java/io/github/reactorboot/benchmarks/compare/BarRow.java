package io.github.reactorboot.benchmarks.compare;

/**
 * A figure beside the one that it should reach.
 *
 * @param what is compared
 * @param figure that was measured
 * @param bar that is to be reached
 * @param verdict whether it is
 * @param disturbed whether other programs had the processors meanwhile, so that little follows
 */
record BarRow(String what, String figure, String bar, Verdict verdict, boolean disturbed) {

    String conclusion() {
        return verdict.text() + (disturbed ? ", but disturbed" : "");
    }
}
