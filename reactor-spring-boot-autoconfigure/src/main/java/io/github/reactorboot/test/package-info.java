/** For tests of applications; needs spring-boot-starter-test. */
@NullMarked
package io.github.reactorboot.test;

import org.jspecify.annotations.NullMarked;
