package io.github.reactorboot.sample.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The name of an entry or a channel. There are two kinds: a scratch key belongs to one event loop
 * and is filled again for each look-up, and a {@linkplain #copy() copy} of it never changes and may
 * be kept.
 */
public final class Key implements Comparable<Key> {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Not known outside, so nobody can prepare keys that all have one hash. */
    private static final long SEED = new SecureRandom().nextLong();

    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private byte[] bytes;
    private int length;
    private int hash;

    private Key(byte[] bytes, int length, int hash) {
        this.bytes = bytes;
        this.length = length;
        this.hash = hash;
    }

    /** A key to be filled. */
    public static Key scratch() {
        return new Key(new byte[64], 0, 0);
    }

    /** A key for good; the array must not change any more. */
    public static Key of(byte[] bytes) {
        return new Key(bytes, bytes.length, hash(bytes, bytes.length));
    }

    /** Where a scratch key takes its bytes: an array that is at least this long. */
    public byte[] room(int length) {
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, bytes.length * 2)];
        }
        return bytes;
    }

    /** The first bytes of the {@link #room} are the key now. */
    public Key filled(int length) {
        this.length = length;
        this.hash = hash(bytes, length);
        return this;
    }

    /** A key for good with the bytes of this one. */
    public Key copy() {
        return new Key(Arrays.copyOf(bytes, length), length, hash);
    }

    /** The bytes of a key that was made for good; not to be changed. */
    public byte[] bytes() {
        assert bytes.length == length : "a scratch key";
        return bytes;
    }

    /** Length in bytes. */
    public int length() {
        return length;
    }

    private static int hash(byte[] bytes, int length) {
        long hash = SEED + length;
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, at));
        }
        if (at < length) {
            long rest = 0;
            for (; at < length; at++) {
                rest = (rest << Byte.SIZE) | (bytes[at] & 0xFF);
            }
            hash = mix(hash ^ rest);
        }
        return (int) (hash ^ (hash >>> 32));
    }

    private static long mix(long value) {
        return (value * MULTIPLIER) ^ Math.multiplyHigh(value, MULTIPLIER);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key
                && key.hash == hash
                && Arrays.equals(bytes, 0, length, key.bytes, 0, key.length);
    }

    /** Lets a hash map cope with equal hashes. */
    @Override
    public int compareTo(Key other) {
        return Arrays.compare(bytes, 0, length, other.bytes, 0, other.length);
    }
}
