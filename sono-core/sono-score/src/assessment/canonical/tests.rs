use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// The output of an established implementation.
fn reference<T: Serialize>(value: &T) -> String {
    serde_json_canonicalizer::to_string(value).unwrap()
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<f64>().prop_map(Value::from),
        any::<u64>().prop_map(|bits| Value::from(f64::from_bits(bits))),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1_000_000_i64..1_000_000).prop_map(|cents| Value::from(cents as f64 / 100.0)),
        ((1_u64 << 53) - 3..(1 << 53) + 3).prop_map(Value::from),
        prop::sample::select(vec![0.0, -0.0, f64::MIN_POSITIVE, 5e-324, f64::MAX, 1e21, 999e18, 1e-6, 1e-7])
            .prop_map(Value::from),
        prop::sample::select(vec![i64::MIN, i64::MAX, -(1 << 53) - 1]).prop_map(Value::from),
        Just(Value::from(u64::MAX)),
    ]
}

/// Texts in which escapes, control characters and the borders of the UTF-16 order are frequent.
fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        prop::char::range('\0', '\u{7f}'),
        prop::char::range('\u{d000}', '\u{d7ff}'),
        prop::char::range('\u{e000}', '\u{ffff}'),
        prop::char::range('\u{10000}', '\u{10ffff}'),
        prop::sample::select(vec!['"', '\\', '/', 'a', 'b', '\u{80}', 'é', '\u{2028}']),
    ];
    prop::collection::vec(character, 0..6).prop_map(String::from_iter)
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(),
        text().prop_map(Value::from)
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((text(), inner), 0..8).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn values_are_written_as_the_reference_writes_them(value in value()) {
        prop_assert_eq!(canonical_json(&value).unwrap(), reference(&value));
    }

    #[test]
    fn all_finite_numbers_are_written_as_the_reference_writes_them(bits: u64, integer: i128, small: f32) {
        let number = f64::from_bits(bits);
        if number.is_finite() {
            prop_assert_eq!(canonical_json(&number).unwrap(), reference(&number));
        }
        if small.is_finite() {
            prop_assert_eq!(canonical_json(&small).unwrap(), reference(&small));
        }
        prop_assert_eq!(canonical_json(&integer).unwrap(), reference(&integer));
        prop_assert_eq!(canonical_json(&integer.unsigned_abs()).unwrap(), reference(&integer.unsigned_abs()));
    }
}

#[test]
fn the_example_of_the_standard() {
    // RFC 8785, 3.2.2 and 3.2.3.
    let values = json!({
        "numbers": [333_333_333.333_333_3, 1e30, 4.5, 2e-3, 1e-27],
        "string": "\u{20ac}$\u{f}\nA'\u{42}\u{22}\u{5c}\\\"/",
        "literals": [null, true, false]
    });
    assert_eq!(
        canonical_json(&values).unwrap(),
        r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
    );
    let keys = json!({
        "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
        "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Small O With Diaeresis"
    });
    assert_eq!(
        canonical_json(&keys).unwrap(),
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"ö\":\"Small O With Diaeresis\",\
         \"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    );
}

#[test]
fn every_kind_of_type_is_written_as_the_reference_writes_it() {
    #[derive(Serialize)]
    struct Unit;
    #[derive(Serialize)]
    struct Newtype(f32);
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    enum Variant {
        Unit,
        Newtype(u8),
        Tuple(i8, char),
        Struct { z: Option<u16>, a: () },
    }
    #[derive(Serialize)]
    struct Everything<'a> {
        variants: Vec<Variant>,
        units: (Unit, Newtype, &'a [u8; 3]),
        by_number: BTreeMap<i64, BTreeMap<bool, char>>,
        #[serde(flatten)]
        flat: BTreeMap<String, Vec<BTreeMap<char, u64>>>,
        #[serde(rename = "a \"quoted\" name")]
        quoted: i32,
    }
    let value = Everything {
        variants: vec![
            Variant::Struct { z: Some(9), a: () },
            Variant::Unit,
            Variant::Newtype(3),
            Variant::Tuple(-4, '\u{1}'),
        ],
        units: (Unit, Newtype(0.1), b"abc"),
        by_number: (-11..12)
            .map(|n| (n, BTreeMap::from([(false, '"'), (true, '\u{1f600}')])))
            .chain([(i64::MAX, BTreeMap::new()), (i64::MIN, BTreeMap::new())])
            .collect(),
        flat: BTreeMap::from([
            ("z".to_owned(), vec![BTreeMap::from([('\\', 1), ('"', 2)])]),
            ("".to_owned(), vec![]),
        ]),
        quoted: -1,
    };
    assert_eq!(canonical_json(&value).unwrap(), reference(&value));
}

#[test]
fn depth_is_no_trouble() {
    let mut value = json!({"b": 1, "a": 2});
    for _ in 0..100 {
        value = json!([{"z": value, "y": {}}]);
    }
    assert_eq!(canonical_json(&value).unwrap(), reference(&value));
}

#[test]
fn what_json_cannot_say_is_refused() {
    let error = canonical_json(&BTreeMap::from([((1, 2), 3)])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);

    #[derive(Serialize)]
    struct Twice {
        b: u8,
        a: u8,
        #[serde(rename = "b")]
        again: u8,
    }
    let error = canonical_json(&Twice { b: 1, a: 2, again: 3 }).unwrap_err();
    insta::assert_snapshot!(error, @"cannot write canonical JSON: an object has a duplicate key");
}
