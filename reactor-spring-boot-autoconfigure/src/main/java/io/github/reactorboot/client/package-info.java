/** Sends over configured connections: messages, and requests whose replies are waited for. */
@NullMarked
package io.github.reactorboot.client;

import org.jspecify.annotations.NullMarked;
