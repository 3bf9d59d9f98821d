package io.github.reactorboot.runtime.framing;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A framer, what it should do, and food for it.
 *
 * @param alphabet of which any string is a stream, or empty: then streams are made of frames
 * @param payload a payload that can be sent, of at most that many bytes if possible
 */
record FramerCase(
        Framer framer,
        NaiveFraming naive,
        String alphabet,
        BiFunction<Random, Integer, String> payload) {

    private static final String ANY = "";

    static Stream<FramerCase> all() {
        return Stream.of(lines(), delimiters(), lengths(), others()).flatMap(cases -> cases);
    }

    private static Stream<FramerCase> lines() {
        return Stream.of(
                delimited(Framers.line(), new NaiveFraming.Line("\n"), "\r\nxyz"),
                delimited(Framers.crlf(), new NaiveFraming.Line("\r\n"), "\r\nxyz"));
    }

    private static Stream<FramerCase> delimiters() {
        return Stream.of(
                        "\0",
                        "\u0003",
                        "\u00ff",
                        "\r\n\r\n",
                        "aa",
                        "aab",
                        "abab",
                        "abaabaaab",
                        "aaaaaaaaaaaaaaaa",
                        "aaaaaaaaaaaaaaab",
                        "abaabaababaabaab")
                .map(delimiter ->
                        delimited(
                                Framers.delimiter(Latin1.bytes(delimiter)),
                                new NaiveFraming.Delimiter(delimiter),
                                delimiter.length() < 4 ? delimiter + "xy" : delimiter));
    }

    private static Stream<FramerCase> lengths() {
        LengthFraming kept = LengthFraming.ofBytes(2).withKeepHeader(true);
        return Stream.of(
                        LengthFraming.ofBytes(1),
                        LengthFraming.ofBytes(2),
                        LengthFraming.ofBytes(3),
                        LengthFraming.ofBytes(4),
                        LengthFraming.ofBytes(8),
                        LengthFraming.ofBytes(1).withOrder(LITTLE_ENDIAN),
                        LengthFraming.ofBytes(2).withOrder(LITTLE_ENDIAN),
                        LengthFraming.ofBytes(3).withOrder(LITTLE_ENDIAN),
                        LengthFraming.ofBytes(4).withOrder(LITTLE_ENDIAN),
                        LengthFraming.ofBytes(8).withOrder(LITTLE_ENDIAN),
                        LengthFraming.ofBytes(4).withIncludesHeader(true),
                        LengthFraming.ofBytes(8).withIncludesHeader(true).withAdjustment(3),
                        LengthFraming.ofBytes(2).withAdjustment(2),
                        LengthFraming.ofBytes(8).withAdjustment(1),
                        LengthFraming.ofBytes(2).withAdjustment(-2),
                        kept,
                        kept.withOffset(3),
                        kept.withOffset(9).withIncludesHeader(true).withOrder(LITTLE_ENDIAN),
                        kept.withOffset(1).withAdjustment(4))
                .map(FramerCase::length);
    }

    private static Stream<FramerCase> others() {
        return Stream.of(
                new FramerCase(
                        Framers.varint(), new NaiveFraming.Varint(), ANY, FramerCase::anyBytes),
                fixed(1),
                fixed(7));
    }

    private static FramerCase delimited(Framer framer, NaiveFraming naive, String alphabet) {
        BiFunction<Random, Integer, String> payload =
                (random, length) -> {
                    String filler = text(random, "pqrst", random.nextInt(length + 1));
                    String tricky =
                            text(random, alphabet, random.nextInt(6))
                                    + filler
                                    + text(random, alphabet, random.nextInt(6));
                    return survives(naive, tricky) ? tricky : filler;
                };
        return new FramerCase(framer, naive, alphabet, payload);
    }

    private static boolean survives(NaiveFraming naive, String payload) {
        String frame = naive.encode(payload);
        NaiveFraming.Step step = naive.step(frame, 0);
        return step.frameLength() == frame.length() && step.payload().equals(payload);
    }

    private static FramerCase length(LengthFraming options) {
        NaiveLength naive = new NaiveLength(options);
        int most = options.bytes() == 1 ? 255 : 65_000;
        BiFunction<Random, Integer, String> payload =
                (random, length) -> {
                    String body =
                            text(random, ANY, naive.bodyMin())
                                    + anyBytes(random, Math.min(length, most));
                    return options.keepHeader()
                            ? naive.frame(text(random, ANY, options.offset()), body)
                            : body;
                };
        return new FramerCase(Framers.length(options), naive, ANY, payload);
    }

    private static FramerCase fixed(int length) {
        return new FramerCase(
                Framers.fixed(length),
                new NaiveFraming.Fixed(length),
                ANY,
                (random, ignored) -> text(random, ANY, length));
    }

    /**
     * A stream of that many bytes.
     *
     * @param frameMax length of its frames in bytes, more or less
     */
    String stream(Random random, int length, int frameMax) {
        StringBuilder stream = new StringBuilder();
        while (stream.length() < length) {
            if (alphabet.isEmpty() || frameMax > 100) {
                stream.append(naive.encode(payload.apply(random, frameMax)));
            } else {
                stream.append(text(random, alphabet, 1));
            }
        }
        return stream.substring(0, length);
    }

    /** Bytes that have nothing to do with the framing, except that small numbers are frequent. */
    String noise(Random random, int length) {
        StringBuilder noise = new StringBuilder();
        for (int index = 0; index < length; index++) {
            String set = random.nextInt(4) == 0 ? ANY : alphabet.isEmpty() ? "\0\1\2\5" : alphabet;
            noise.append(text(random, set, 1));
        }
        return noise.toString();
    }

    private static String anyBytes(Random random, int most) {
        return text(random, ANY, random.nextInt(most + 1));
    }

    private static String text(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < length; index++) {
            text.append(
                    alphabet.isEmpty()
                            ? (char) random.nextInt(256)
                            : alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return framer.toString();
    }
}
