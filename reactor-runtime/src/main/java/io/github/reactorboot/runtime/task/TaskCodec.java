package io.github.reactorboot.runtime.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Turns payloads into objects and back, on the threads of tasks, several at once. */
public interface TaskCodec {

    /** {@link ByteBuffer}, {@code byte[]} and text in UTF-8. */
    TaskCodec BYTES_AND_TEXT =
            new TaskCodec() {

                @Override
                public <T> T read(ByteBuffer payload, Class<T> type) {
                    if (type == ByteBuffer.class) {
                        return type.cast(payload);
                    }
                    if (type == String.class) {
                        return type.cast(StandardCharsets.UTF_8.decode(payload).toString());
                    }
                    if (type == byte[].class) {
                        byte[] bytes = new byte[payload.remaining()];
                        payload.get(bytes);
                        return type.cast(bytes);
                    }
                    throw new IllegalArgumentException(
                            "without a codec a task reads ByteBuffer, byte[] and String, not "
                                    + type.getName());
                }

                @Override
                public ByteBuffer write(Object value) {
                    if (value instanceof ByteBuffer buffer) {
                        return buffer;
                    }
                    if (value instanceof byte[] bytes) {
                        return ByteBuffer.wrap(bytes);
                    }
                    if (value instanceof CharSequence text) {
                        return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                    }
                    throw new IllegalArgumentException(
                            "without a codec a task writes ByteBuffer, byte[] and text, not "
                                    + value.getClass().getName());
                }
            };

    /**
     * Reads a payload as an object.
     *
     * @param payload belongs to the callee
     */
    <T> T read(ByteBuffer payload, Class<T> type) throws Exception;

    /** The payload of an object, perhaps the object itself; read before the task goes on. */
    ByteBuffer write(Object value) throws Exception;
}
