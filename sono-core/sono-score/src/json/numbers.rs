//! Numbers that would come through changed: JSON writes any number of digits, a 64-bit float holds about 17.

use std::fmt::Write as _;

use memchr::memchr2;
use serde_json::{Number, Value};

/// The largest whole number that every reader of JSON keeps exactly (RFC 7493): 2^53 - 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// The significant digits that a 64-bit float holds: with as many, no two floats are written alike.
const MOST_DIGITS: usize = 17;

/// The most significant digits of a 64-bit float that is written out in full.
const IN_FULL: usize = 767;

/// Checks that a number is the same in every binding and every reader of JSON: an integer from -(2^53 - 1) to 2^53 - 1,
/// or a number between them. Minus zero is refused, because it is written as zero.
///
/// # Errors
/// A message with what was expected and what came.
pub fn portable(number: &Number) -> Result<(), String> {
    let held = match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(integer), ..) => integer.unsigned_abs() <= MAX_SAFE_INTEGER,
        (None, Some(_), _) | (None, None, None) => false,
        (None, None, Some(float)) if float == 0.0 && float.is_sign_negative() => {
            return Err("expected 0, got -0".to_owned());
        }
        #[expect(clippy::cast_precision_loss, reason = "it is the largest integer below which none is lost")]
        (None, None, Some(float)) => float.abs() <= MAX_SAFE_INTEGER as f64,
    };
    if held { Ok(()) } else { Err(too_large(&number.to_string())) }
}

/// As [`portable`], for a value that may be a number.
///
/// # Errors
/// As [`portable`].
pub fn portable_value(value: &Value) -> Result<(), String> {
    if let Value::Number(number) = value { portable(number) } else { Ok(()) }
}

fn too_large(number: &str) -> String {
    format!("expected an integer between -(2^53-1) and 2^53-1 or a string, got {}", shown(number))
}

/// The number, cut if it has very many digits.
fn shown(number: &str) -> String {
    const LONGEST: usize = 60;
    match number.get(..LONGEST) {
        Some(start) if number.len() > LONGEST => format!("{start}…"),
        _ => number.to_owned(),
    }
}

/// A number of a JSON text that the value read from it does not hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Altered {
    /// How many numbers are before it.
    pub(super) index: usize,
    /// A message with what was expected and what came.
    pub(super) message: String,
}

/// The numbers of a JSON text that would be read as other numbers, in their order. The text need not be valid.
pub(super) fn altered(text: &str) -> Vec<Altered> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut index) = (0_usize, 0_usize);
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = match byte {
            b'"' => string_length(rest),
            b'-' | b'0'..=b'9' => {
                let is_part = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
                let length = rest.iter().take_while(is_part).count();
                let token = text.get(at..at.saturating_add(length)).unwrap_or("");
                if let Err(message) = held(token) {
                    found.push(Altered { index, message });
                }
                index = index.saturating_add(1);
                length
            }
            _ => 1,
        };
        at = at.saturating_add(length.max(1));
    }
    found
}

/// The length of the string that a text starts with, with its quotes.
fn string_length(rest: &[u8]) -> usize {
    let mut at = 1_usize;
    while let Some(found) = rest.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at = at.saturating_add(found);
        if rest.get(at) == Some(&b'"') {
            return at.saturating_add(1);
        }
        at = at.saturating_add(2);
    }
    rest.len()
}

/// Whether the value read from a number has every digit that was written. 64-bit integers are read exactly.
///
/// Every float passes as its shortest form, in any spelling (`0.1`, `1.0`, `1e5`, `0.10`), and rounded to 17 digits or
/// fewer, as `%.17g` writes it. With more digits it is another decimal than the one that is written in the result, even
/// where it is that of the float in full: whoever wrote `0.1000000000000000055511151231257827` gets 0.1 back.
fn held(token: &str) -> Result<(), String> {
    if token.parse::<i64>().is_ok() || token.parse::<u64>().is_ok() {
        return Ok(());
    }
    let is_integer = !token.contains(['.', 'e', 'E']);
    if is_integer {
        return Err(too_large(token));
    }
    let Some(value) = token.parse::<f64>().ok().filter(|value| value.is_finite()) else {
        // The reader refuses it.
        return Ok(());
    };
    let written = Decimal::of(token);
    if written.is_nearest(value) || written == Decimal::of(&value.to_string()) {
        return Ok(());
    }
    let expected = format!(
        "expected a number that a 64-bit float holds to the last of at most {MOST_DIGITS} digits, or a string"
    );
    Err(format!("{expected}, got {}", shown(token)))
}

/// A decimal number without its sign: 0.digits x 10^exponent, without zeros at either end of the digits.
#[derive(Debug, PartialEq, Eq)]
struct Decimal {
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn of(token: &str) -> Self {
        let token = token.trim_start_matches('-');
        let (mantissa, power) = token.split_once(['e', 'E']).unwrap_or((token, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all: String = whole.chars().chain(fraction.chars()).collect();
        let significant = all.trim_start_matches('0');
        if significant.is_empty() {
            return Self { digits: String::new(), exponent: 0 };
        }
        let zeros = all.len().saturating_sub(significant.len());
        let point = i64::try_from(whole.len()).unwrap_or(i64::MAX);
        let shift = i64::try_from(zeros).unwrap_or(i64::MAX);
        // An exponent beyond 64 bits is that of no float.
        let power = power.parse::<i64>().unwrap_or(i64::MAX);
        let exponent = power.saturating_add(point).saturating_sub(shift);
        Self { digits: significant.trim_end_matches('0').to_owned(), exponent }
    }

    /// Whether no decimal with as many digits as this one is nearer to a float, and a float holds as many. Of two that are
    /// equally near, languages write one or the other.
    fn is_nearest(&self, value: f64) -> bool {
        if self.digits.len() > MOST_DIGITS {
            return false;
        }
        let rounded = |digits: usize| {
            let mut text = String::new();
            // Writing to a string cannot fail.
            let _ = write!(text, "{value:.*e}", digits.saturating_sub(1));
            Self::of(&text)
        };
        let own = self.digits.len();
        if *self == rounded(own) {
            return true;
        }
        // It is in the middle of two decimals if one digit more is a 5, the last.
        let full = rounded(IN_FULL);
        let Some((kept, "5")) = full.digits.split_at_checked(own) else { return false };
        let next = |digits: &str| digits.parse::<u64>().ok().and_then(|number| number.checked_add(1));
        let is_above = next(kept).is_some_and(|above| self.digits.parse() == Ok(above));
        self.exponent == full.exponent && (self.digits == kept || is_above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn messages(text: &str) -> Vec<String> {
        altered(text).into_iter().map(|altered| format!("{}: {}", altered.index, altered.message)).collect()
    }

    #[test]
    fn numbers_that_come_through_as_they_are() {
        let text = r#"[0, -0.0, 1.50, 1e2, 0.1, 0.10000000000000001, 2.2250738585072014e-308, 5e-324, 1.7976931348623157e308,
            9007199254740993, 18446744073709551615, -9223372036854775808, "123456789012345678901234567890",
            {"3.14159265358979323846": "\"3.14159265358979323846", "\\": 1}, 0e999999999999999999999,
            0.10000000000000000000000000000, 1.0, 1e5, 0.10, 1E+2, 100000000000000000000000.0,
            2226898769033603.2, 2226898769033603.3, 562949953421312.12, 562949953421312.13,
            4.9406564584124654e-324, 4.94e-324, 4.9E-324, 2.2250738585072009e-308]"#;
        assert_eq!(messages(text), [""; 0]);
    }

    #[test]
    fn numbers_that_do_not() {
        let text = r#"{"a\"1": [1, 3.14159265358979323846], "b": -123456789012345678901, "c": "x", "d": 9007199254740991.4,
            "e": 1e-400, "f": 2.00000000000000000001, "g": [0.1000000000000000055511151231257827,
            0.1000000000000000055511151231257827021181583404541015625, 9.31322574615478515625e-10,
            4.940656458412465442e-324, 2226898769033603.4, 562949953421312.14, 0.100000000000000004]}"#;
        insta::assert_snapshot!(messages(text).join("\n"), @"
        1: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 3.14159265358979323846
        2: expected an integer between -(2^53-1) and 2^53-1 or a string, got -123456789012345678901
        3: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 9007199254740991.4
        4: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 1e-400
        5: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 2.00000000000000000001
        6: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 0.1000000000000000055511151231257827
        7: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 0.1000000000000000055511151231257827021181583404541015625
        8: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 9.31322574615478515625e-10
        9: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 4.940656458412465442e-324
        10: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 2226898769033603.4
        11: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 562949953421312.14
        12: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 0.100000000000000004
        ");
        assert_eq!(altered(&format!("[0.{}]", "3".repeat(100_000))).len(), 1);
    }

    #[test]
    fn what_is_no_json_is_read_to_its_end() {
        for text in ["-", "\"", "\"\\", "1.2.3", "--1e", "1e+", "\"a", "é1", "1e1e1"] {
            altered(text);
        }
    }

    proptest! {
        /// However a float is written, by the shortest form or with 17 digits, it is the same float.
        #[test]
        fn every_float_is_held_in_every_spelling(value in any::<f64>()) {
            prop_assume!(value.is_finite());
            let spellings =
                [serde_json::to_string(&value).unwrap(), format!("{value:e}"), format!("{value:.16e}")];
            for text in spellings {
                prop_assert_eq!(messages(&text), Vec::<String>::new(), "{}", text);
            }
        }

        /// More digits are those of another decimal than the one that is written back.
        #[test]
        fn digits_beyond_those_of_a_float_are_refused(value in any::<f64>(), digits in 17_usize..780) {
            prop_assume!(value.is_finite());
            let text = format!("{value:.digits$e}");
            let is_same = Decimal::of(&text) == Decimal::of(&value.to_string());
            let few = Decimal::of(&text).digits.len() <= MOST_DIGITS;
            prop_assert_eq!(messages(&text).is_empty(), is_same || few, "{}", text);
        }

        /// A decimal that is not refused reads as the number nearest to it, and is written with its digits again.
        #[test]
        fn what_is_not_refused_is_kept_digit_by_digit(text in "-?(0|[1-9][0-9]{0,22})\\.[0-9]{1,22}(e-?[0-9]{1,2})?") {
            if altered(&text).is_empty() {
                let value: f64 = serde_json::from_str(&text).unwrap();
                let written = Decimal::of(&text);
                let again = |digits: usize| Decimal::of(&format!("{value:.*e}", digits.saturating_sub(1)));
                let is_tie = again(IN_FULL).digits.len() == written.digits.len() + 1;
                let is_same = written == again(written.digits.len()) || written == Decimal::of(&value.to_string());
                prop_assert!(is_same || is_tie, "{}", text);
            }
        }

        #[test]
        fn integers_are_kept_or_refused(value in any::<i128>(), bits in 0..128_u32) {
            let value = value >> bits;
            let text = value.to_string();
            let kept = altered(&text).is_empty() && portable(&serde_json::from_str(&text).unwrap()).is_ok();
            prop_assert_eq!(kept, value.unsigned_abs() <= u128::from(MAX_SAFE_INTEGER));
        }
    }

    #[test]
    fn what_is_portable() {
        let problem = |text: &str| portable(&serde_json::from_str(text).unwrap()).err();
        for fine in [
            "0",
            "-1",
            "9007199254740991",
            "-9007199254740991",
            "1.5",
            "1e15",
            "5e-324",
            "9007199254740991.0",
        ] {
            assert_eq!(problem(fine), None, "{fine}");
        }
        let refused =
            ["-0", "-0.0", "9007199254740992", "-9007199254740992", "18446744073709551615", "1e300", "-1e16"];
        let problems: Vec<_> = refused.iter().filter_map(|text| problem(text)).collect();
        insta::assert_snapshot!(problems.join("\n"), @"
        expected 0, got -0
        expected 0, got -0
        expected an integer between -(2^53-1) and 2^53-1 or a string, got 9007199254740992
        expected an integer between -(2^53-1) and 2^53-1 or a string, got -9007199254740992
        expected an integer between -(2^53-1) and 2^53-1 or a string, got 18446744073709551615
        expected an integer between -(2^53-1) and 2^53-1 or a string, got 1e+300
        expected an integer between -(2^53-1) and 2^53-1 or a string, got -1e+16
        ");
    }
}
