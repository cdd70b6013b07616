package billing;

import java.util.Objects;

/**
 * Someone who pays part of an invoice.
 *
 * @param id     what tells payers apart; never blank
 * @param weight the payer's portion relative to the other payers; 0 means that the payer owes nothing
 */
public record Payer(String id, long weight) {

    /** Checks the components. */
    public Payer {
        Objects.requireNonNull(id, "id");
        if (id.isBlank()) {
            throw new IllegalArgumentException("id must not be blank");
        }
        if (weight < 0) {
            throw new IllegalArgumentException("weight of " + id + " must not be negative: " + weight);
        }
    }
}
