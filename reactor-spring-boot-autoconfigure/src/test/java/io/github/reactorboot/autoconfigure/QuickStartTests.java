package io.github.reactorboot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/** The quick start of the README compiles, starts and answers. */
class QuickStartTests {

    private static final Path README = Path.of("..", "README.md");
    private static final Pattern PUBLIC_CLASS =
            Pattern.compile("^(?:public\\s+)?(?:final\\s+)?class\\s+(\\w+)", Pattern.MULTILINE);

    @Test
    void theReadmeIsRight(@TempDir Path directory) throws Exception {
        String java = block("java");
        Files.writeString(directory.resolve("application.yml"), block("yaml"));
        compile(directory, java);
        URL[] urls = {directory.toUri().toURL()};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            SpringApplication application =
                    new SpringApplication(
                            new DefaultResourceLoader(loader), loader.loadClass(className(java)));
            try (ConfigurableApplicationContext context =
                    application.run(
                            "--spring.main.web-application-type=none",
                            "--spring.config.location=" + directory.toUri(),
                            "--reactor.listeners.quotes.port=0")) {
                try (TestClient client = TestClient.connect(context, "quotes")) {
                    assertThat(client.send("ACME\n").line()).isNotEmpty();
                }
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** The fenced block behind the marker of a language. */
    private static String block(String language) throws IOException {
        String marker = "<!-- quick-start:%s -->".formatted(language);
        Matcher block =
                Pattern.compile(
                                Pattern.quote(marker) + "\\s*```" + language + "\\n(.*?)```",
                                Pattern.DOTALL)
                        .matcher(Files.readString(README));
        assertThat(block.find()).as("README.md has a block behind " + marker).isTrue();
        return block.group(1);
    }

    private static String className(String java) {
        Matcher name = PUBLIC_CLASS.matcher(java);
        assertThat(name.find()).as("a class in " + java).isTrue();
        Matcher inPackage = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE).matcher(java);
        return inPackage.find() ? inPackage.group(1) + "." + name.group(1) : name.group(1);
    }

    private static void compile(Path directory, String java) throws IOException {
        String name = className(java);
        Path source =
                directory
                        .resolve("src")
                        .resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, java);
        List<String> arguments =
                List.of(
                        "-parameters",
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        source.toString());
        int result =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).as("javac").isZero();
    }
}
