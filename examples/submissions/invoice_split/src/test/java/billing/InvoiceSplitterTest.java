package billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceSplitterTest {

    private final InvoiceSplitter splitter = new InvoiceSplitter();

    @Test
    void splitsByWeight() {
        List<Share> shares = splitter.split(10_000, List.of(new Payer("ada", 2), new Payer("grace", 1)));

        assertEquals(List.of(new Share("ada", 6_667), new Share("grace", 3_333)), shares);
    }

    @Test
    void servesEqualFractionsInOrderOfTheList() {
        List<Share> shares =
                splitter.split(100, List.of(new Payer("a", 1), new Payer("b", 1), new Payer("c", 1)));

        assertEquals(List.of(new Share("a", 34), new Share("b", 33), new Share("c", 33)), shares);
    }

    @Test
    void givesLeftoverCentToLargestFraction() {
        List<Share> shares = splitter.split(10, List.of(new Payer("small", 1), new Payer("large", 5)));

        assertEquals(List.of(new Share("small", 2), new Share("large", 8)), shares);
    }

    @Test
    void weightOfZeroPaysNothing() {
        List<Share> shares = splitter.split(99, List.of(new Payer("guest", 0), new Payer("host", 3)));

        assertEquals(List.of(new Share("guest", 0), new Share("host", 99)), shares);
    }

    @Test
    void creditNoteMirrorsTheInvoice() {
        List<Share> shares = splitter.split(-10_000, List.of(new Payer("ada", 2), new Payer("grace", 1)));

        assertEquals(List.of(new Share("ada", -6_667), new Share("grace", -3_333)), shares);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, -Long.MAX_VALUE, Long.MIN_VALUE})
    void extremeTotalsAddUp(long total) {
        List<Payer> payers = List.of(new Payer("a", Long.MAX_VALUE), new Payer("b", 1), new Payer("c", 7));

        assertAddsUp(total, splitter.split(total, payers));
    }

    @Test
    void randomSplitsAddUpAndStayWithinOneCentOfTheExactShare() {
        Random random = new Random(20_240_312);
        for (int round = 0; round < 1_000; round++) {
            long total = random.nextInt(1_000_000);
            List<Payer> payers = randomPayers(random);
            double weightSum = payers.stream().mapToLong(Payer::weight).sum();

            List<Share> shares = splitter.split(total, payers);

            assertAddsUp(total, shares);
            for (int index = 0; index < payers.size(); index++) {
                double exact = total * payers.get(index).weight() / weightSum;
                assertTrue(Math.abs(shares.get(index).cents() - exact) < 1.0);
            }
        }
    }

    @Test
    void refusesInputThatCannotBeSplit() {
        assertThrows(IllegalArgumentException.class, () -> splitter.split(100, List.of()));
        assertThrows(IllegalArgumentException.class, () -> splitter.split(100, List.of(new Payer("a", 0))));
        assertThrows(
                IllegalArgumentException.class,
                () -> splitter.split(100, List.of(new Payer("a", 1), new Payer("a", 1))));
    }

    @Test
    void refusesPayersThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new Payer(" ", 1));
        assertThrows(IllegalArgumentException.class, () -> new Payer("a", -1));
    }

    private static List<Payer> randomPayers(Random random) {
        List<Payer> payers = new ArrayList<>();
        payers.add(new Payer("payer-0", 1 + random.nextInt(50)));
        for (int index = 1; index < 1 + random.nextInt(8); index++) {
            payers.add(new Payer("payer-" + index, random.nextInt(50)));
        }
        return payers;
    }

    private static void assertAddsUp(long total, List<Share> shares) {
        assertEquals(total, shares.stream().mapToLong(Share::cents).sum());
    }
}
