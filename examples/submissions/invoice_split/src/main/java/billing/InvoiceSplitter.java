package billing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Splits an amount between payers so that the shares add up to it exactly.
 *
 * <p>Instances hold no state and may be shared between threads.
 */
public final class InvoiceSplitter {

    /** A payer's share while the leftover cents are still being handed out. */
    private static final class Draft {
        private final String payerId;
        private final BigInteger remainder;
        private BigInteger cents;

        private Draft(Payer payer, BigInteger total, BigInteger weightSum) {
            BigInteger[] parts = total.multiply(BigInteger.valueOf(payer.weight())).divideAndRemainder(weightSum);
            this.payerId = payer.id();
            this.cents = parts[0];
            this.remainder = parts[1];
        }

        private void addCent() {
            cents = cents.add(BigInteger.ONE);
        }

        private Share toShare(int sign) {
            return new Share(payerId, cents.multiply(BigInteger.valueOf(sign)).longValueExact());
        }
    }

    /**
     * Splits a total by the payers' weights.
     *
     * @param totalCents the amount to split; negative for a credit note
     * @param payers     who pays, in the order in which equal fractions are served
     * @return one share per payer, in the same order
     * @throws IllegalArgumentException if there is no payer, an id occurs twice, or all weights are 0
     */
    public List<Share> split(long totalCents, List<Payer> payers) {
        BigInteger weightSum = checkedWeightSum(payers);
        BigInteger total = BigInteger.valueOf(totalCents);

        List<Draft> drafts = new ArrayList<>(payers.size());
        for (Payer payer : payers) {
            drafts.add(new Draft(payer, total.abs(), weightSum));
        }
        handOutLeftover(total.abs(), drafts);

        return drafts.stream().map(draft -> draft.toShare(total.signum())).toList();
    }

    private static BigInteger checkedWeightSum(List<Payer> payers) {
        if (payers.isEmpty()) {
            throw new IllegalArgumentException("an invoice needs at least one payer");
        }
        Set<String> seen = new HashSet<>();
        BigInteger sum = BigInteger.ZERO;
        for (Payer payer : payers) {
            if (!seen.add(payer.id())) {
                throw new IllegalArgumentException("payer occurs twice: " + payer.id());
            }
            sum = sum.add(BigInteger.valueOf(payer.weight()));
        }
        if (sum.signum() == 0) {
            throw new IllegalArgumentException("at least one payer needs a weight above 0");
        }
        return sum;
    }

    private static void handOutLeftover(BigInteger total, List<Draft> drafts) {
        BigInteger given = drafts.stream().map(draft -> draft.cents).reduce(BigInteger.ZERO, BigInteger::add);
        // Rounding down loses less than one cent per payer, so the leftover is smaller than the list.
        int leftover = total.subtract(given).intValueExact();
        // The sort is stable: equal remainders keep the order of the payers.
        drafts.stream()
                .sorted(Comparator.comparing((Draft draft) -> draft.remainder).reversed())
                .limit(leftover)
                .forEach(Draft::addCent);
    }
}
