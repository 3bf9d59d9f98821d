package io.github.reactorboot.sample;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of the cache.
 *
 * @param maxMemory Memory that the entries may take; a quarter of the heap by default.
 * @param maxValueSize Largest value.
 * @param maxReplySize Values in one reply; must fit into the outbound limit of the listener.
 * @param maxClientChannelsSize Memory that the subscriptions of one client may take.
 * @param maxChannelsSize Memory that the subscriptions of all clients may take.
 */
@ConfigurationProperties("cache")
record CacheProperties(
        @Nullable DataSize maxMemory,
        @DefaultValue("512KB") DataSize maxValueSize,
        @DefaultValue("4MB") DataSize maxReplySize,
        @DefaultValue("6MB") DataSize maxClientChannelsSize,
        @DefaultValue("64MB") DataSize maxChannelsSize) {

    long memoryBytesMax() {
        // Large arrays fill whole regions of the collector, so a part of the heap is lost.
        return maxMemory == null ? Runtime.getRuntime().maxMemory() / 4 : maxMemory.toBytes();
    }
}
