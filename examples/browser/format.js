const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const share = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const score = (value) => (value === null ? '–' : oneDecimal.format(value));
export const points = (value) => oneDecimal.format(value).replace('-', '−');
export const percent = (value) => `${share.format(value * 100)}\u00a0%`;
export const value = (number, unit) => (unit === 'ratio' ? percent(number) : plain.format(number));
/** `problem_solving` in words. */
export const title = (id) => id.charAt(0).toUpperCase() + id.slice(1).replaceAll('_', ' ');
