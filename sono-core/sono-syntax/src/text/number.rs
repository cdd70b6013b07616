//! Rounding and formatting numbers.

/// Rounds to nine decimals, so that published numbers are free of binary rounding noise (`0.1 + 0.2` prints as `0.3`)
/// and still add up to within 1e-9.
pub fn tidy(value: f64) -> f64 {
    const SCALE: f64 = 1e9;
    if value.abs() >= 1e6 || !value.is_finite() {
        return value;
    }
    let rounded = (value * SCALE).round() / SCALE;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// Formats a number for people: at most two decimals, no trailing zeros, thousands separated by commas.
///
/// ```
/// # use sono_syntax as sono_core;
/// assert_eq!(sono_core::text::format_number(12.0), "12");
/// assert_eq!(sono_core::text::format_number(0.666_666), "0.67");
/// assert_eq!(sono_core::text::format_number(12_345.6), "12,345.6");
/// ```
pub fn format_number(value: f64) -> String {
    // Most printed numbers are small integers, and exact decimals take several times as long.
    #[expect(clippy::cast_possible_truncation, reason = "the number is an integer below 1,000")]
    if value.fract() == 0.0 && value.abs() < 1e3 {
        return (value as i32).to_string();
    }
    let text = format!("{value:.2}");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let decimals = decimals.trim_end_matches('0');
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = String::with_capacity(text.len().saturating_add(4));
    if !(digits == "0" && decimals.is_empty()) {
        out.push_str(sign);
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

/// Formats a score, points or another number that is worth one decimal: `12.0`, `63.3`.
///
/// ```
/// # use sono_syntax as sono_core;
/// assert_eq!(sono_core::text::format_tenths(63.27), "63.3");
/// assert_eq!(sono_core::text::format_tenths(12.0), "12.0");
/// ```
pub fn format_tenths(value: f64) -> String {
    let text = format!("{:.1}", (tidy(value) * 10.0).round() / 10.0);
    if text == "-0.0" { "0.0".to_owned() } else { text }
}

/// Formats a number with its noun: `1 line`, `12,345 lines`.
///
/// ```
/// # use sono_syntax as sono_core;
/// assert_eq!(sono_core::text::counted(1, "line"), "1 line");
/// assert_eq!(sono_core::text::counted(12_345, "line"), "12,345 lines");
/// ```
pub fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", format_number(number as f64), if number == 1 { "" } else { "s" })
}

/// Formats a value for people in the unit of its signal: ratios as percentages, everything else as a plain number.
///
/// ```
/// # use sono_syntax as sono_core;
/// assert_eq!(sono_core::text::format_value(0.666_6, "ratio"), "66.7 %");
/// assert_eq!(sono_core::text::format_value(12.0, "lines"), "12");
/// ```
pub fn format_value(value: f64, unit: &str) -> String {
    if unit == "ratio" {
        format!("{} %", format_number((value * 1000.0).round() / 10.0))
    } else {
        format_number(value)
    }
}

/// Formats a size for people: bytes, then in units of 1,000 with one decimal below ten.
///
/// ```
/// # use sono_syntax as sono_core;
/// assert_eq!(sono_core::text::format_bytes(1), "1 byte");
/// assert_eq!(sono_core::text::format_bytes(1_840), "1.8 kB");
/// assert_eq!(sono_core::text::format_bytes(25_600_000), "26 MB");
/// ```
pub fn format_bytes(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
    if bytes < 1_000 {
        return format!("{bytes} byte{}", if bytes == 1 { "" } else { "s" });
    }
    let mut value = bytes as f64 / 1e3;
    let mut units = UNITS.into_iter();
    let mut unit = units.next().unwrap_or_default();
    // A value that would be rounded to a thousand is one of the next unit.
    while value >= 999.5
        && let Some(next) = units.next()
    {
        (value, unit) = (value / 1e3, next);
    }
    if value < 9.95 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_two_or_three_digits() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1.0 kB"),
            (9_949, "9.9 kB"),
            (9_950, "10 kB"),
            (999_499, "999 kB"),
            (999_500, "1.0 MB"),
            (33_554_432, "34 MB"),
            (u64::MAX, "18 EB"),
        ] {
            assert_eq!(format_bytes(bytes), text);
        }
    }

    #[test]
    fn tidy_removes_binary_noise() {
        assert_eq!(tidy(0.1 + 0.2), 0.3);
        assert_eq!(tidy(-1e-12).to_bits(), 0.0_f64.to_bits());
        assert_eq!(tidy(63.274_999_999_999_99), 63.275);
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(format_number(-0.001), "0");
        assert_eq!(format_number(-3.5), "-3.5");
        assert_eq!(format_number(1_234_567.0), "1,234,567");
        assert_eq!(format_number(100.0), "100");
    }
}
