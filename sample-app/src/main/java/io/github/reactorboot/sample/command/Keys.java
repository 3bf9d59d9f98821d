package io.github.reactorboot.sample.command;

/** Which arguments of a command are keys, as COMMAND INFO tells it. */
enum Keys {
    NONE(0, 0, 0),
    FIRST(1, 1, 1),
    ALL(1, -1, 1),
    PAIRS(1, -1, 2);

    final int first;
    final int last;
    final int step;

    Keys(int first, int last, int step) {
        this.first = first;
        this.last = last;
        this.step = step;
    }
}
