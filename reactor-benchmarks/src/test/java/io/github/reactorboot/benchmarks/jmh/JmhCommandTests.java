package io.github.reactorboot.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class JmhCommandTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-h",
                "--help",
                "-V",
                "-l",
                "-f 1 -wi 2 -w 1 -i 3 -r 1 Timer.*",
                "-prof gc -p armed=1000,100000 -p engine=nio -jvmArgsAppend -Xmx2g Framer",
                "Timer jmh -foe true -rf json -rff out.json",
            })
    void allArgumentsAreThoseOfJmh(String written) {
        String[] arguments = written.split(" ");
        assertThat(parsed(arguments).arguments()).containsExactly(arguments);
    }

    @Test
    void aBenchmarkThatFailsFailsTheRun() {
        assertThat(parsed("Timer", "-f", "1").jmhArguments())
                .containsExactly("-foe", "true", "Timer", "-f", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Timer -foe false", "-foe true Timer", "-foe=false"})
    void whatIsSaidOfFailuresCounts(String written) {
        String[] arguments = written.split(" ");
        assertThat(parsed(arguments).jmhArguments()).containsExactly(arguments);
    }

    private static JmhCommand parsed(String... arguments) {
        CommandLine jmh = new CommandLine(new Parent()).getSubcommands().get("jmh");
        String[] line = new String[arguments.length + 1];
        line[0] = "jmh";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        jmh.getParent().parseArgs(line);
        return jmh.getCommand();
    }

    /** As the main command is: with options for help and version of its own. */
    @Command(subcommands = JmhCommand.class, mixinStandardHelpOptions = true)
    private static final class Parent {}
}
