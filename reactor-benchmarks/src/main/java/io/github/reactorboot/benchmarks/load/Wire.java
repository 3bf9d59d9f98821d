package io.github.reactorboot.benchmarks.load;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/**
 * What all connections of a run share.
 *
 * @param inbound bytes just received, of whichever connection; never kept
 */
record Wire(Selector selector, InetSocketAddress server, Messages messages, ByteBuffer inbound) {}
