package io.github.reactorboot.benchmarks.echo;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The application around the annotated bean; nothing is scanned for. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AnnotatedEcho.class)
class EchoApplication {}
