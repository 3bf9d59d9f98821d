package io.github.reactorboot.benchmarks.compare;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a contender from the command line. */
final class ContenderConverter implements ITypeConverter<Contender> {

    @Override
    public Contender convert(String name) {
        try {
            return Contender.named(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
