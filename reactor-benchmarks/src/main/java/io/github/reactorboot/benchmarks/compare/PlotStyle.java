package io.github.reactorboot.benchmarks.compare;

import java.awt.Color;
import java.util.List;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** One look for all pictures, and one colour for a contender in all of them. */
final class PlotStyle {

    static final int WIDTH = 800;
    static final int HEIGHT = 450;

    private static final Color GRID = new Color(0xE0E0E0);

    /** Okabe and Ito's, which all eyes can tell apart; ours are the strong ones. */
    private static final List<Color> COLOURS =
            List.of(
                    new Color(0xD55E00),
                    new Color(0x0072B2),
                    new Color(0x009E73),
                    new Color(0xE69F00),
                    new Color(0x56B4E9),
                    new Color(0xCC79A7),
                    new Color(0xF0E442),
                    new Color(0x000000));

    private static final List<String> ORDER =
            List.of(
                    "reactor-nio",
                    "reactor-epoll",
                    "reactor-io_uring",
                    "netty-nio",
                    "netty-epoll",
                    "netty-io_uring",
                    "c-epoll",
                    "c-io_uring");

    private PlotStyle() {}

    static void apply(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotBorderVisible(false);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    }

    static Color colour(Contender contender) {
        int index = ORDER.indexOf(contender.name());
        return index < 0 ? Color.GRAY : COLOURS.get(index);
    }
}
