package io.github.reactorboot.runtime.framing;

import java.math.BigInteger;
import java.nio.ByteOrder;

/** Frames that say their length, calculated with numbers that cannot overflow. */
record NaiveLength(LengthFraming options) implements NaiveFraming {

    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    @Override
    public Step step(String stream, int from) {
        int header = header();
        if (stream.length() - from < header) {
            return Step.part(0);
        }
        String field = stream.substring(from + options.offset(), from + header);
        if (options.order() == ByteOrder.LITTLE_ENDIAN) {
            field = new StringBuilder(field).reverse().toString();
        }
        BigInteger declared = new BigInteger(1, Latin1.bytes(field));
        BigInteger body = declared.add(BigInteger.valueOf(options.adjustment()));
        if (options.includesHeader()) {
            body = body.subtract(BigInteger.valueOf(header));
        }
        BigInteger frame = body.add(BigInteger.valueOf(header));
        if (declared.compareTo(LONG_MAX) > 0
                || body.signum() < 0
                || frame.compareTo(LONG_MAX) > 0) {
            throw new FramingException("no length");
        }
        int payloadStart = options.keepHeader() ? from : from + header;
        BigInteger end = frame.add(BigInteger.valueOf(from));
        return end.compareTo(BigInteger.valueOf(stream.length())) > 0
                ? Step.part((options.keepHeader() ? frame : body).longValueExact())
                : Step.whole(
                        frame.intValueExact(), stream.substring(payloadStart, end.intValueExact()));
    }

    @Override
    public String encode(String payload) {
        return options.keepHeader() ? payload : frame("", payload);
    }

    /** The least body that a length can be declared for. */
    int bodyMin() {
        return Math.max(0, options.adjustment() - (options.includesHeader() ? header() : 0));
    }

    String frame(String prefix, String body) {
        long declared = body.length() - options.adjustment();
        if (options.includesHeader()) {
            declared += header();
        }
        StringBuilder field = new StringBuilder();
        for (int index = 0; index < options.bytes(); index++) {
            field.append((char) (declared % 256));
            declared /= 256;
        }
        if (options.order() == ByteOrder.BIG_ENDIAN) {
            field.reverse();
        }
        return prefix + field + body;
    }

    private int header() {
        return options.offset() + options.bytes();
    }
}
