package io.github.reactorboot.runtime.framing;

import io.github.reactorboot.runtime.framing.FrameReceiver.End;
import io.github.reactorboot.runtime.framing.FrameReceiver.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What a framer should do, written as simply as can be: the stream is one string. */
interface NaiveFraming {

    /** The frame that begins there, whole or not. */
    Step step(String stream, int from);

    /** A payload with what stands around it. */
    String encode(String payload);

    /**
     * A frame or a part of one.
     *
     * @param frameLength 0 for a part
     * @param payload of a whole frame
     * @param payloadAtLeast of a part
     */
    record Step(int frameLength, String payload, long payloadAtLeast) {

        static Step whole(int frameLength, String payload) {
            return new Step(frameLength, payload, 0);
        }

        static Step part(long payloadAtLeast) {
            return new Step(0, "", payloadAtLeast);
        }
    }

    default Outcome decode(String stream, long maxPayload) {
        List<String> payloads = new ArrayList<>();
        int from = 0;
        while (from < stream.length()) {
            Step step;
            try {
                step = step(stream, from);
            } catch (FramingException broken) {
                return new Outcome(payloads, from, End.BROKEN);
            }
            if (Math.max(step.payload().length(), step.payloadAtLeast()) > maxPayload) {
                return new Outcome(payloads, from, End.TOO_LARGE);
            }
            if (step.frameLength() == 0) {
                break;
            }
            payloads.add(step.payload());
            from += step.frameLength();
        }
        return new Outcome(payloads, from, End.OPEN);
    }

    /** Lines. */
    record Line(String terminator) implements NaiveFraming {

        @Override
        public Step step(String stream, int from) {
            int lineFeed = stream.indexOf('\n', from);
            String line = stream.substring(from, lineFeed < 0 ? stream.length() : lineFeed);
            String payload = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            return lineFeed < 0
                    ? Step.part(payload.length())
                    : Step.whole(line.length() + 1, payload);
        }

        @Override
        public String encode(String payload) {
            return payload + terminator;
        }
    }

    /** Frames that end with a delimiter. */
    record Delimiter(String delimiter) implements NaiveFraming {

        @Override
        public Step step(String stream, int from) {
            int end = stream.indexOf(delimiter, from);
            if (end >= 0) {
                return Step.whole(end - from + delimiter.length(), stream.substring(from, end));
            }
            String rest = stream.substring(from);
            int begun = delimiter.length() - 1;
            while (!rest.endsWith(delimiter.substring(0, begun))) {
                begun--;
            }
            return Step.part(rest.length() - begun);
        }

        @Override
        public String encode(String payload) {
            return payload + delimiter;
        }
    }

    /** Frames of one length. */
    record Fixed(int length) implements NaiveFraming {

        @Override
        public Step step(String stream, int from) {
            return stream.length() - from < length
                    ? Step.part(length)
                    : Step.whole(length, stream.substring(from, from + length));
        }

        @Override
        public String encode(String payload) {
            return payload;
        }
    }

    /** Frames behind a varint. */
    record Varint() implements NaiveFraming {

        @Override
        public Step step(String stream, int from) {
            long length = 0;
            long worth = 1;
            for (int at = from; at < stream.length(); at++) {
                int value = stream.charAt(at);
                length += value % 128 * worth;
                worth *= 128;
                if (value < 128) {
                    return body(stream, from, at + 1, length);
                }
                if (at - from == 4) {
                    throw new FramingException("longer than 5 bytes");
                }
            }
            return Step.part(0);
        }

        private static Step body(String stream, int from, int start, long length) {
            return start + length > stream.length()
                    ? Step.part(length)
                    : Step.whole(
                            (int) (start - from + length),
                            stream.substring(start, (int) (start + length)));
        }

        @Override
        public String encode(String payload) {
            StringBuilder frame = new StringBuilder();
            int rest = payload.length();
            while (rest >= 128) {
                frame.append((char) (rest % 128 + 128));
                rest /= 128;
            }
            return frame.append((char) rest).append(payload).toString();
        }
    }
}
