package io.github.reactorboot.autoconfigure;

import io.github.reactorboot.autoconfigure.ConnectionProperties.Access;
import io.github.reactorboot.autoconfigure.ConnectionProperties.Exchange;
import io.github.reactorboot.runtime.TransportType;
import io.github.reactorboot.runtime.exchange.CorrelationKey;
import io.github.reactorboot.runtime.exchange.Exchanges;
import io.github.reactorboot.runtime.exchange.ExchangesBuilder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Makes what matches the replies of a connection, and refuses what cannot work. */
final class ExchangeFactory {

    private static final String CORRELATION = "exchange.correlation";
    private static final String REPLY_CORRELATION = "exchange.reply-correlation";
    private static final String IN_ORDER = "in-order";
    private static final String NONE = "none";
    private static final Duration YEAR = Duration.ofDays(365);

    private final BeanNames beans;

    ExchangeFactory(BeanNames beans) {
        this.beans = beans;
    }

    /** Null for a connection that exchanges nothing. */
    @Nullable ExchangesBuilder create(PropertyCheck check, ConnectionProperties properties) {
        Exchange exchange = properties.exchange();
        String correlation = correlation(properties);
        if (correlation.equals(NONE)) {
            refuseSettings(check);
            return null;
        }
        check.require(
                properties.transport() == TransportType.TCP || !correlation.equals(IN_ORDER),
                CORRELATION,
                correlation,
                "must be none or a bean for transport udp, which keeps no order");
        check.require(
                properties.access() != Access.READ,
                CORRELATION,
                correlation,
                "must be none for a device that is only read");
        check.atLeast("exchange.max-in-flight", exchange.maxInFlight(), 1);
        Duration timeout = exchange.timeout();
        check.require(
                !timeout.isNegative() && !timeout.isZero() && timeout.compareTo(YEAR) <= 0,
                "exchange.timeout",
                timeout,
                "must be above 0 and at most 365d");
        return matching(check, correlation, exchange.replyCorrelation())
                .maxInFlight(exchange.maxInFlight())
                .timeout(timeout)
                .maxHandedBytes(Math.max(1, properties.outbound().limit().toBytes()));
    }

    /** Whether a connection has exchanges; checks nothing. */
    static boolean isWanted(ConnectionProperties properties) {
        return !correlation(properties).equals(NONE);
    }

    private static String correlation(ConnectionProperties properties) {
        String correlation = properties.exchange().correlation();
        if (correlation != null && !isNone(correlation)) {
            return correlation;
        }
        boolean ordered =
                properties.device() == null && properties.transport() == TransportType.TCP;
        return ordered ? IN_ORDER : NONE;
    }

    private static void refuseSettings(PropertyCheck check) {
        for (String key :
                List.of(REPLY_CORRELATION, "exchange.max-in-flight", "exchange.timeout")) {
            check.require(
                    !check.isSet(key),
                    key,
                    null,
                    "must be set only where %s is in-order or a bean"
                            .formatted(check.key(CORRELATION)));
        }
    }

    private ExchangesBuilder matching(
            PropertyCheck check, String correlation, @Nullable String replies) {
        if (correlation.equals(IN_ORDER)) {
            check.require(
                    isNone(replies),
                    REPLY_CORRELATION,
                    replies,
                    "must be set only where %s names a bean".formatted(check.key(CORRELATION)));
            return Exchanges.inOrder();
        }
        CorrelationKey requests = key(check, correlation);
        return replies == null || replies.isBlank()
                ? Exchanges.byKey(requests)
                : Exchanges.byKey(
                        requests,
                        beans.require(check, REPLY_CORRELATION, replies, CorrelationKey.class));
    }

    /** YAML gives an empty text where a key has no value. */
    private static boolean isNone(@Nullable String name) {
        return name == null || name.isBlank();
    }

    private CorrelationKey key(PropertyCheck check, String name) {
        ConfigurableListableBeanFactory factory = beans.beans();
        if (factory.containsBean(name) && factory.isTypeMatch(name, CorrelationKey.class)) {
            return factory.getBean(name, CorrelationKey.class);
        }
        throw check.refuse(
                CORRELATION,
                name,
                "must be in-order, none or the name of a CorrelationKey bean",
                "Define a bean named '%s' of type %s%s"
                        .formatted(
                                name,
                                CorrelationKey.class.getName(),
                                beans.others(name, CorrelationKey.class)));
    }
}
