package io.github.reactorboot.engine.linux.libc;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether foreign functions can be called at all; says so without calling one. */
public final class NativeAccess {

    private NativeAccess() {}

    /** What stands in the way, as a sentence that says what to change; null if nothing does. */
    public static @Nullable String obstacle() {
        return obstacle(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                NativeAccess.class.getModule().isNativeAccessEnabled());
    }

    /** The address of the byte at index 0 of a direct buffer, for a foreign call. */
    public static long addressOf(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct.duplicate().clear()).address();
    }

    static @Nullable String obstacle(String osName, String osArch, boolean enabled) {
        if (!osName.toLowerCase(Locale.ROOT).startsWith("linux")) {
            return "it needs Linux, this is " + osName;
        }
        if (Architecture.of(osArch) == null) {
            return "it needs an x86-64 or arm64 processor, this is " + osArch;
        }
        if (!enabled) {
            return "native access is not enabled: add the line 'Enable-Native-Access: ALL-UNNAMED' to the"
                    + " manifest of the application's jar, or start java with"
                    + " --enable-native-access=ALL-UNNAMED";
        }
        return null;
    }
}
