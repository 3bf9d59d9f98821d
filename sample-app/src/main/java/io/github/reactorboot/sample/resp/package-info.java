/** The Redis protocol: finding requests, reading their arguments, writing replies. */
@NullMarked
package io.github.reactorboot.sample.resp;

import org.jspecify.annotations.NullMarked;
