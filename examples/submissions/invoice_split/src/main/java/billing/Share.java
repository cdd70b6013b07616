package billing;

/**
 * What one payer owes.
 *
 * @param payerId the payer
 * @param cents   the amount in the smallest unit of the currency; negative for a credit note
 */
public record Share(String payerId, long cents) {
}
