package io.github.reactorboot.benchmarks.start;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Says the figures of a start when the application is ready. */
final class ReadyFigures implements ApplicationListener<ApplicationReadyEvent> {

    static final String PREFIX = "ready ";

    private static final double NANOS = 1e6;

    private final PrintStream out;

    ReadyFigures(PrintStream out) {
        this.out = out;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        // First of all: the beans below load classes of their own.
        long readyMillis = System.currentTimeMillis();
        long startMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
        double mainThread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / NANOS;
        double process =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
                        / NANOS;
        long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
        Environment environment = event.getApplicationContext().getEnvironment();
        String port = "local.reactor." + StartVariant.LISTENER_NAME + ".port";
        StartFigures figures =
                new StartFigures(
                        readyMillis - startMillis,
                        mainThread,
                        process,
                        Math.toIntExact(classes),
                        environment.containsProperty(port) ? 1 : 0);
        out.println(PREFIX + figures.toLine());
        out.flush();
    }
}
