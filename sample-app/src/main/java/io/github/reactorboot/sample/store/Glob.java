package io.github.reactorboot.sample.store;

/**
 * A pattern as KEYS and SCAN have it: {@code *}, {@code ?}, {@code [abc]}, {@code [^a-z]}, and a
 * backslash before what is meant literally. For one thread.
 */
public final class Glob {

    private final byte[] pattern;
    private long steps;

    public Glob(byte[] pattern) {
        this.pattern = pattern;
    }

    /** How much work all matches took so far: about the bytes of pattern and text looked at. */
    public long steps() {
        return steps;
    }

    /**
     * Whether the whole text matches. Only the last star is ever tried again, so no pattern takes
     * longer than its length times that of the text.
     */
    public boolean matches(byte[] text) {
        int at = 0;
        int from = 0;
        int starAt = -1;
        int starFrom = 0;
        while (from < text.length) {
            int end = at < pattern.length ? elementEnd(at) : at;
            steps += 1 + end - at;
            if (at < pattern.length && pattern[at] == '*') {
                starAt = end;
                starFrom = from;
                at = end;
            } else if (at < pattern.length && elementMatches(at, end, text[from])) {
                at = end;
                from++;
            } else if (starAt >= 0) {
                at = starAt;
                from = ++starFrom;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == '*') {
            at++;
        }
        return at == pattern.length;
    }

    private int elementEnd(int at) {
        if (pattern[at] == '\\' && at + 1 < pattern.length) {
            return at + 2;
        }
        if (pattern[at] != '[') {
            return at + 1;
        }
        int end = at + 1;
        while (end < pattern.length && pattern[end] != ']') {
            end += pattern[end] == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, pattern.length);
    }

    private boolean elementMatches(int at, int end, byte character) {
        return switch (pattern[at]) {
            case '?' -> true;
            case '[' -> classMatches(at + 1, end, character);
            default -> pattern[end - 1] == character;
        };
    }

    private boolean classMatches(int begin, int end, byte character) {
        int last = pattern[end - 1] == ']' ? end - 1 : end;
        boolean negated = begin < last && pattern[begin] == '^';
        boolean found = false;
        int at = negated ? begin + 1 : begin;
        while (at < last) {
            if (pattern[at] == '\\' && at + 1 < last) {
                at++;
            }
            if (at + 2 < last && pattern[at + 1] == '-') {
                int low = Math.min(pattern[at] & 0xFF, pattern[at + 2] & 0xFF);
                int high = Math.max(pattern[at] & 0xFF, pattern[at + 2] & 0xFF);
                found |= (character & 0xFF) >= low && (character & 0xFF) <= high;
                at += 3;
            } else {
                found |= pattern[at++] == character;
            }
        }
        return found != negated;
    }
}
