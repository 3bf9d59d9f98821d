package io.github.reactorboot.benchmarks;

import io.github.reactorboot.benchmarks.report.MachineInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    /** Made by the command line. */
    Version() {}

    @Override
    public String[] getVersion() {
        MachineInfo here = MachineInfo.here();
        return new String[] {"reactor-benchmarks of commit " + here.commit(), here.jdk()};
    }
}
