package io.github.reactorboot.sample;

import io.github.reactorboot.autoconfigure.ReactorRegistry;
import io.github.reactorboot.runtime.Listener;
import io.github.reactorboot.runtime.framing.Framer;
import io.github.reactorboot.sample.command.Clients;
import io.github.reactorboot.sample.command.Commands;
import io.github.reactorboot.sample.command.Limits;
import io.github.reactorboot.sample.command.ServerInfo;
import io.github.reactorboot.sample.pubsub.Topics;
import io.github.reactorboot.sample.resp.RespFramer;
import io.github.reactorboot.sample.store.Store;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The parts of the cache. Only the framer has anything to do with the runtime: the listener names
 * it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CacheProperties.class)
class CacheConfiguration {

    @Bean
    Framer respFramer() {
        return new RespFramer();
    }

    @Bean
    Store store(CacheProperties properties) {
        return new Store(System::nanoTime, properties.memoryBytesMax());
    }

    @Bean
    Topics topics(CacheProperties properties) {
        return new Topics(properties.maxChannelsSize().toBytes());
    }

    @Bean
    Clients clients(Topics topics, CacheProperties properties) {
        int valueBytesMax = Math.toIntExact(properties.maxValueSize().toBytes());
        int replyBytesMax = Math.toIntExact(properties.maxReplySize().toBytes());
        long channelBytesMax = properties.maxClientChannelsSize().toBytes();
        return new Clients(topics, new Limits(valueBytesMax, replyBytesMax, channelBytesMax));
    }

    @Bean
    ServerInfo serverInfo(Store store, Topics topics, ObjectProvider<ReactorRegistry> registry) {
        return new ServerInfo(
                store,
                topics,
                () -> registry.getObject().listener(CacheHandler.LISTENER).map(Listener::stats));
    }

    @Bean
    Commands commands(Store store, Topics topics, Clients clients, ServerInfo info) {
        return new Commands(store, topics, clients, info);
    }
}
