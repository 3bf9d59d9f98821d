package io.github.reactorboot.runtime;

import io.github.reactorboot.runtime.engine.PollEngineProvider;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A class path with providers of poll engines of the test's choice, and no others. */
final class ServiceFiles extends ClassLoader {

    private static final String FILE = "META-INF/services/" + PollEngineProvider.class.getName();

    private final Path file;
    private final List<String> names = new ArrayList<>();
    private final Set<String> tooNew = new HashSet<>();
    private boolean unreadable;

    ServiceFiles(Path directory) {
        super(ServiceFiles.class.getClassLoader());
        this.file = directory.resolve("services");
    }

    ServiceFiles with(Class<? extends PollEngineProvider> provider) {
        return withName(provider.getName());
    }

    ServiceFiles withName(String provider) {
        names.add(provider);
        return this;
    }

    /** A provider whose class file is for Java 99. */
    ServiceFiles forJava99(String provider) {
        tooNew.add(provider);
        return withName(provider);
    }

    ServiceFiles unreadable() {
        unreadable = true;
        return this;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!name.equals(FILE)) {
            return super.getResources(name);
        }
        if (unreadable) {
            throw new IOException("no such disk");
        }
        Files.write(file, names);
        return Collections.enumeration(List.of(file.toUri().toURL()));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (tooNew.contains(name)) {
            byte major = (byte) (44 + 99);
            byte[] bytes = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, major};
            return defineClass(name, bytes, 0, bytes.length);
        }
        return super.loadClass(name, resolve);
    }
}
