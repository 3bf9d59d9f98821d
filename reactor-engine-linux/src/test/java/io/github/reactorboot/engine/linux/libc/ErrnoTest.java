package io.github.reactorboot.engine.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.BindException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrnoTest {

    @Test
    void eachConstantHasItsName() throws IllegalAccessException {
        int constants = 0;
        for (Field field : Errno.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                assertThat(Errno.name(field.getInt(null))).isEqualTo(field.getName());
                constants++;
            }
        }
        assertThat(constants).isGreaterThan(15);
    }

    @Test
    void aMessageHasSymbolAndText() {
        assertThat(Errno.exception("recv", Errno.ECONNRESET))
                .hasMessage("recv: ECONNRESET, Connection reset by peer");
        assertThat(Errno.exception("x", 9999)).hasMessage("x: errno 9999");
    }

    @Test
    void whatConcernsTheAddressIsABindException() {
        assertThat(Errno.exception("bind", Errno.EADDRINUSE)).isInstanceOf(BindException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS, Errno.ENOMEM})
    void resourcesCanBeExhausted(int errno) {
        assertThat(Errno.isExhaustion(errno)).isTrue();
        assertThat(Errno.isExhaustion(Errno.ECONNABORTED)).isFalse();
    }

    /** The numbers of this machine's kernel. */
    @Test
    void aCallThatFailsTellsItsNumber() {
        Libc libc = new Libc();
        assertThat(libc.close(-1)).isEqualTo(-9);
        assertThat(Errno.name(9)).isEqualTo("EBADF");
        assertThat(libc.recv(-1, 0, 0, 0)).isEqualTo(-9);
        assertThat(libc.ioUringEnter(-1, 0, 0, 0, 0)).isEqualTo(-9);
    }
}
