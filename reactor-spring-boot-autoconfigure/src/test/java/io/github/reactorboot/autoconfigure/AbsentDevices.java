package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.runtime.engine.EngineSettings;
import io.github.reactorboot.runtime.engine.PollEngine;
import io.github.reactorboot.runtime.engine.PollEngineProvider;
import io.github.reactorboot.runtime.engine.Resource;
import io.github.reactorboot.runtime.engine.nio.NioPollEngineProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** The engine nio, which could serve devices if only there were one. */
public final class AbsentDevices implements PollEngineProvider {

    private final PollEngineProvider nio = new NioPollEngineProvider();

    @Override
    public String name() {
        return "absent";
    }

    @Override
    public int priority() {
        return nio.priority();
    }

    @Override
    public @Nullable String unavailableReason() {
        return null;
    }

    @Override
    public PollEngine open(EngineSettings settings) throws IOException {
        PollEngine engine = nio.open(settings);
        return (PollEngine)
                Proxy.newProxyInstance(
                        PollEngine.class.getClassLoader(),
                        new Class<?>[] {PollEngine.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("open")
                                    && arguments[0] instanceof Resource.DeviceFile file) {
                                throw new IOException(
                                        "open %s: ENOENT, No such file or directory"
                                                .formatted(file.path()));
                            }
                            try {
                                return method.invoke(engine, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
