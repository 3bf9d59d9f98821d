package io.github.reactorboot.benchmarks.start;

import java.util.Arrays;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The main class of the processes whose start is measured. The command line of the benchmarks is
 * not used: it would be part of the figures.
 */
public final class StartChild {

    private StartChild() {}

    /** Starts the application of the named variant, says its figures, and ends. */
    public static void main(String[] args) {
        StartVariant variant = StartVariant.valueOf(args[0]);
        SpringApplication application = new SpringApplication(variant.application());
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.addListeners(new ReadyFigures(System.out));
        ConfigurableApplicationContext context =
                application.run(Arrays.copyOfRange(args, 1, args.length));
        System.exit(SpringApplication.exit(context));
    }
}
