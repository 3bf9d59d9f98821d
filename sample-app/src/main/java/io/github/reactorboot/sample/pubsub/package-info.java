/** Channels: who listens, and how a message reaches sessions on other event loops. */
@NullMarked
package io.github.reactorboot.sample.pubsub;

import org.jspecify.annotations.NullMarked;
