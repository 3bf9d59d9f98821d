package io.github.reactorboot.runtime.task;

/**
 * Something that a task can wait for together with other things, in a {@link Race}: made by {@link
 * TaskStream#receive}, {@link TaskStream#timer} and {@link TaskStream#future}. It may take part in
 * one race after the other; between them it holds nothing.
 *
 * @param <T> what it brings when it wins
 */
public final class Contender<T> {

    final TaskStream stream;
    final Entry<T> entry;
    private final String name;

    Contender(TaskStream stream, Entry<T> entry, String name) {
        this.stream = stream;
        this.entry = entry;
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
