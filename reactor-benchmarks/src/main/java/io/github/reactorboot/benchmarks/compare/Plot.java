package io.github.reactorboot.benchmarks.compare;

/**
 * A picture beside the report.
 *
 * @param scenario what it belongs to
 * @param title what it shows
 * @param file its name
 */
record Plot(String scenario, String title, String file) {}
