//! The types that models are made of keep what was on the wire.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use signon_runtime::codegen::{Parameter, StringEnum, ToParameter, integer_enum};
use signon_runtime::{
    Base64, Date, DateTime, Decimal, Field, IntegerText, Json, Secret, UnknownInteger,
    UnknownValue, Uuid,
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Model {
    #[serde(skip_serializing_if = "Field::is_absent")]
    field: Field<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "signon_runtime::codegen::number"
    )]
    amount: Option<f64>,
    #[serde(
        skip_serializing_if = "Field::is_absent",
        serialize_with = "signon_runtime::codegen::number"
    )]
    amounts: Field<BTreeMap<String, Vec<Option<f64>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<DateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    big: Option<IntegerText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<Secret>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    any: Field<Json>,
    #[serde(flatten)]
    more: BTreeMap<String, Json>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[serde(rename_all = "lowercase")]
enum Status {
    Active,
    Unknown(UnknownValue),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    One,
    Unknown(UnknownInteger),
}

impl Level {
    const fn get(&self) -> i64 {
        match self {
            Self::One => 1,
            Self::Unknown(value) => value.get(),
        }
    }
}

impl From<i64> for Level {
    fn from(value: i64) -> Self {
        match value {
            1 => Self::One,
            other => Self::Unknown(UnknownInteger::new(other)),
        }
    }
}

integer_enum!(Level);

#[test]
fn structs_round_trip() {
    for text in [
        "{}",
        r#"{"field":null,"amounts":null,"any":null}"#,
        r#"{"field":"x","amount":500,"amounts":{"a":[1,2.5,null]},"any":{"b":[1.0]}}"#,
        r#"{"when":"2026-01-31T09:30:00Z","price":"12.50","big":"9223372036854775807"}"#,
        r#"{"when":1767225600000,"price":12.5,"big":7}"#,
        r#"{"when":"soon","status":"paused","level":7,"secret":"x","more1":1,"more2":{"a":null}}"#,
        r#"{"amount":-0.5,"status":"active","level":1}"#,
    ] {
        let model: Model = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&model).unwrap(), text);
    }
}

#[test]
fn integral_floats_are_written_as_integers() {
    for (number, text) in [
        (500.0, "500"),
        (-3.0, "-3"),
        (0.0, "0"),
        (-0.0, "-0.0"),
        (9_007_199_254_740_992.0, "9007199254740992"),
        (1e300, "1e+300"),
        (2.5, "2.5"),
    ] {
        let model = Model {
            amount: Some(number),
            ..Model::default()
        };
        let written = serde_json::to_string(&model).unwrap();
        assert_eq!(written, format!("{{\"amount\":{text}}}"));
        let read: Model = serde_json::from_str(&written).unwrap();
        assert_eq!(read.amount.map(f64::to_bits), Some(number.to_bits()));
    }
}

#[test]
fn fields() {
    let mut field: Field<i32> = Field::default();
    assert!(field.is_absent() && !field.is_null() && field.as_option().is_none());
    field = None.into();
    assert!(field.is_null());
    field = 1.into();
    assert_eq!(field.as_option(), Some(&1));
    assert_eq!(field.map(|n| n + 1).into_option(), Some(2));
    assert_eq!(Field::from("x"), Field::Value("x".to_owned()));
    assert_eq!(Field::<i32>::Null.unwrap_or(3), 3);
    if let Some(value) = field.as_option_mut() {
        *value = 9;
    }
    assert_eq!(field.as_ref(), Field::Value(&9));
}

#[test]
fn fields_have_the_methods_of_options_and_compare_with_values() {
    let name = Field::from("Ada");
    assert!(name == "Ada" && name != "Eve");
    assert_eq!(name.as_deref(), Some("Ada"));
    assert!(name.clone().is_some_and(|name| name.len() == 3));
    assert_eq!(Option::from(name), Some("Ada".to_owned()));
    for none in [Field::<i32>::Null, Field::Absent] {
        assert!(none != 0 && !none.is_some_and(|_| true));
        assert_eq!(none.unwrap_or_default(), 0);
    }
}

#[test]
fn free_form_json_is_built_from_and_read_as_plain_values() {
    let json: Json = [
        ("name", Json::from("Ada")),
        ("scores", Json::from(vec![1.5, 2.0])),
        ("rooms", Json::from(BTreeMap::from([("a".to_owned(), 7)]))),
        ("ratio", Json::from(0.25)),
    ]
    .into_iter()
    .collect();
    assert_eq!(json["name"].as_str(), Some("Ada"));
    assert_eq!(json["scores"][1], 2.0);
    assert_eq!(json["rooms"]["a"], 7);
    assert_eq!(json["ratio"], 0.25);
    // Like `serde_json`, an index never panics.
    assert!(json["none"]["of"].is_null());
    assert_eq!(json.as_str(), None);
}

#[test]
fn enums_of_strings_and_integers() {
    let status: Status = serde_json::from_str("\"\\u0061ctive\"").unwrap();
    assert_eq!(status, Status::Active);
    assert_eq!(Status::from("x".to_owned()).to_string(), "x");
    assert_eq!(Status::Active.as_ref(), "active");
    assert_eq!(
        Status::Active.to_parameter(),
        Parameter::Scalar("active".to_owned())
    );
    assert!(serde_json::from_str::<Status>("1").is_err());
    assert_eq!(serde_json::from_str::<Level>("1.0").unwrap(), Level::One);
    let level: Level = serde_json::from_str("5").unwrap();
    assert_eq!(level.to_string(), "5");
    assert_eq!(level.to_parameter(), Parameter::Scalar("5".to_owned()));
    assert_eq!(Level::from(1), Level::One);
}

#[test]
fn text_formats() {
    let date = Date::from("2026-01-31");
    assert_eq!(date.as_str(), "2026-01-31");
    assert_eq!(date.to_string(), "2026-01-31");
    assert_eq!(format!("{date:?}"), "Date(\"2026-01-31\")");
    assert!(date < Date::from("2026-02-01"));
    let bytes = Base64::from_bytes([255, 254]);
    assert_eq!(bytes.as_str(), "//4=");
    assert_eq!(bytes.decode().unwrap(), [255, 254]);
    for text in ["//4", "__4=", "__4"] {
        assert_eq!(Base64::from(text).decode().unwrap(), [255, 254]);
    }
    assert!(Base64::from("!").decode().is_err());
    assert_eq!(IntegerText::from(7).get(), Some(7));
    assert_eq!(IntegerText::from("x").get(), None);
    assert_eq!(
        Uuid::from("a").to_parameter(),
        Parameter::Scalar("a".to_owned())
    );
    for wrong in ["true", "null", "[]", "{}"] {
        assert!(serde_json::from_str::<Date>(wrong).is_err());
    }
}

#[cfg(all(
    feature = "jiff",
    feature = "chrono",
    feature = "time",
    feature = "uuid",
    feature = "url",
    feature = "rust_decimal"
))]
#[test]
fn typed_views() {
    use signon_runtime::{IsoDuration, Time, Uri};

    let when = DateTime::from("2026-01-31T09:30:00+01:00");
    assert_eq!(when.to_jiff().unwrap().to_string(), "2026-01-31T08:30:00Z");
    assert_eq!(when.to_chrono().unwrap().to_rfc3339(), when.as_str());
    assert_eq!(when.to_time().unwrap().hour(), 9);
    assert!(DateTime::from("soon").to_jiff().is_err());
    let day = Date::from("2026-01-31");
    assert_eq!(day.to_jiff().unwrap().to_string(), day.as_str());
    assert_eq!(day.to_chrono().unwrap().to_string(), day.as_str());
    assert_eq!(day.to_time().unwrap().to_string(), day.as_str());
    let time = Time::from("09:30:00Z");
    assert_eq!(time.to_jiff().unwrap().hour(), 9);
    assert_eq!(time.to_chrono().unwrap().to_string(), "09:30:00");
    assert!(IsoDuration::from("P3DT12H").to_jiff().is_ok());
    let id = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
    assert_eq!(Uuid::from(id).to_uuid().unwrap().to_string(), id);
    assert_eq!(Uri::from("https://a.test/x").to_url().unwrap().path(), "/x");
    assert_eq!(
        Decimal::from("12.50")
            .to_rust_decimal()
            .unwrap()
            .to_string(),
        "12.50"
    );
    assert_eq!(
        Decimal::from("1e3").to_rust_decimal().unwrap().to_string(),
        "1000"
    );
}

#[cfg(all(
    feature = "jiff",
    feature = "chrono",
    feature = "time",
    feature = "uuid",
    feature = "url",
    feature = "rust_decimal"
))]
#[test]
fn values_of_date_libraries_become_text() {
    let instant: jiff::Timestamp = "2026-01-31T08:30:00.5Z".parse().unwrap();
    assert_eq!(DateTime::from(instant).as_str(), "2026-01-31T08:30:00.5Z");
    let day: jiff::civil::Date = "2026-01-31".parse().unwrap();
    assert_eq!(Date::from(day).as_str(), "2026-01-31");

    let fixed = chrono::DateTime::parse_from_rfc3339("2026-01-31T09:30:00+01:00").unwrap();
    assert_eq!(DateTime::from(fixed).as_str(), "2026-01-31T09:30:00+01:00");
    let utc = DateTime::from(fixed.to_utc());
    assert_eq!(utc.as_str(), "2026-01-31T08:30:00+00:00");
    let day: chrono::NaiveDate = "2026-01-31".parse().unwrap();
    assert_eq!(Date::from(day).as_str(), "2026-01-31");

    let format = &time::format_description::well_known::Rfc3339;
    for text in [
        "2026-01-31T09:30:00.000000005+01:00",
        "2026-01-31T09:30:00.5-09:30",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999-00:30",
    ] {
        let instant = time::OffsetDateTime::parse(text, format).unwrap();
        assert_eq!(DateTime::from(instant).as_str(), text);
        assert_eq!(DateTime::from(instant).to_time().unwrap(), instant);
    }
    let offset = time::UtcOffset::from_hms(1, 2, 3).unwrap();
    let odd = time::OffsetDateTime::UNIX_EPOCH.to_offset(offset);
    assert_eq!(DateTime::from(odd).as_str(), "1970-01-01T00:00:00Z");
    let last = time::Date::from_calendar_date(800, time::Month::March, 1).unwrap();
    assert_eq!(Date::from(last).as_str(), "0800-03-01");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |n| n.is_finite())
            .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|members| json!(members)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn free_form_json_round_trips(value in any_json()) {
        let json: Json = serde_json::from_value(value.clone()).unwrap();
        prop_assert_eq!(json.as_value(), &value);
        prop_assert_eq!(serde_json::to_value(&json).unwrap(), value);
    }

    #[test]
    fn text_formats_round_trip(value in prop_oneof![
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(Value::from),
    ]) {
        let text = value.to_string();
        let when: DateTime = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_string(&when).unwrap(), text);
        let big: IntegerText = serde_json::from_value(value.clone()).unwrap();
        prop_assert_eq!(serde_json::to_value(&big).unwrap(), value);
    }
}
