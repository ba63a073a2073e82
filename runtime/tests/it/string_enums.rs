//! Enums of strings read and write what serde's own derive makes of them, and are hard to confuse.

use proptest::prelude::*;
use signon_runtime::codegen::{StringEnum, ToParameter, integer_enum};
use signon_runtime::{UnknownValue, UnlistedValue};

/// The same enum with a rule of serde's, derived for by serde and by the runtime.
macro_rules! twins {
    ($($module:ident: $rule:literal,)*) => {
        $(mod $module {
            pub(super) mod by_serde {
                use serde::{Deserialize, Serialize};

                #[derive(Debug, PartialEq, Deserialize, Serialize)]
                #[serde(rename_all = $rule)]
                pub(super) enum Status {
                    A,
                    PastDue,
                    Value3DSecure,
                    IPAddressV6,
                    GroßÉtat,
                    r#Box,
                    #[serde(rename = "n/a")]
                    NotApplicable,
                    #[serde(untagged)]
                    Unknown(String),
                }
            }

            pub(super) mod by_runtime {
                use signon_runtime::UnknownValue;
                use signon_runtime::codegen::StringEnum;

                #[derive(Clone, Debug, PartialEq, StringEnum)]
                #[serde(rename_all = $rule)]
                pub(super) enum Status {
                    A,
                    PastDue,
                    Value3DSecure,
                    IPAddressV6,
                    GroßÉtat,
                    r#Box,
                    #[serde(rename = "n/a")]
                    NotApplicable,
                    Unknown(UnknownValue),
                }
            }

            #[test]
            fn $module() {
                use by_runtime::Status as Ours;
                use by_serde::Status as Serdes;

                let pairs = [
                    (Ours::A, Serdes::A),
                    (Ours::PastDue, Serdes::PastDue),
                    (Ours::Value3DSecure, Serdes::Value3DSecure),
                    (Ours::IPAddressV6, Serdes::IPAddressV6),
                    (Ours::GroßÉtat, Serdes::GroßÉtat),
                    (Ours::Box, Serdes::Box),
                    (Ours::NotApplicable, Serdes::NotApplicable),
                    (Ours::from("other"), Serdes::Unknown("other".to_owned())),
                ];
                for (ours, serdes) in pairs {
                    let text = serde_json::to_string(&serdes).expect("a string is JSON");
                    assert_eq!(serde_json::to_string(&ours).expect("a string is JSON"), text);
                    let read: Serdes = serde_json::from_str(&text).expect("serde reads it");
                    assert_eq!(read, serdes);
                    let read: Ours = serde_json::from_str(&text).expect("it is a string");
                    assert_eq!(read, ours);
                }
            }
        })*
    };
}

twins! {
    renames_to_lowercase_as_serde: "lowercase",
    renames_to_uppercase_as_serde: "UPPERCASE",
    renames_to_pascal_case_as_serde: "PascalCase",
    renames_to_camel_case_as_serde: "camelCase",
    renames_to_snake_case_as_serde: "snake_case",
    renames_to_screaming_snake_case_as_serde: "SCREAMING_SNAKE_CASE",
    renames_to_kebab_case_as_serde: "kebab-case",
    renames_to_screaming_kebab_case_as_serde: "SCREAMING-KEBAB-CASE",
}

/// Values that generated code must quote, and identifiers that the derive could confuse with its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
enum Odd {
    #[serde(rename = "")]
    Empty,
    #[serde(rename = "\"quoted\" \\ {} #[x] */ \u{0}\r\n")]
    Quoted,
    #[serde(rename = "\u{202e}txt.exe\u{2066}")]
    Bidi,
    #[serde(rename = "\u{1F980}")]
    Crab,
    None,
    Ok,
    String,
    #[serde(rename = "Value")]
    Listed,
    #[serde(rename = "Unknown")]
    UnknownToThem,
    Unknown(UnknownValue),
}

const LISTED: [(&str, Odd); 9] = [
    ("", Odd::Empty),
    ("\"quoted\" \\ {} #[x] */ \u{0}\r\n", Odd::Quoted),
    ("\u{202e}txt.exe\u{2066}", Odd::Bidi),
    ("\u{1F980}", Odd::Crab),
    ("None", Odd::None),
    ("Ok", Odd::Ok),
    ("String", Odd::String),
    ("Value", Odd::Listed),
    ("Unknown", Odd::UnknownToThem),
];

#[test]
fn every_listed_string_is_its_variant() {
    for (text, variant) in LISTED {
        assert_eq!(Odd::from(text), variant);
        assert_eq!(Odd::from(text.to_owned()), variant);
        assert_eq!(variant.as_str(), text);
        assert_eq!(variant.as_ref(), text);
        assert_eq!(variant.to_string(), text);
        assert_eq!(variant.as_text(), Some(text));
        assert_eq!(variant.to_parameter(), text.to_parameter());
    }
}

#[test]
fn what_is_no_string_is_an_error() {
    for text in ["7", "null", "{}", "[\"None\"]"] {
        let error = serde_json::from_str::<Odd>(text).expect_err("not a string");
        let error = error.to_string();
        assert!(error.contains("expected a string"), "{error}");
    }
}

proptest! {
    #[test]
    fn any_other_string_is_kept(text in ".*") {
        prop_assume!(LISTED.iter().all(|(listed, _)| *listed != text));
        let value = Odd::from(text.as_str());
        prop_assert!(matches!(value, Odd::Unknown(_)));
        prop_assert_eq!(value.as_str(), text.as_str());
        let json = serde_json::to_string(&value).expect("a string is JSON");
        prop_assert_eq!(&json, &serde_json::to_string(&text).expect("a string is JSON"));
        let read: Odd = serde_json::from_str(&json).expect("it is a string");
        prop_assert_eq!(read, value);
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[serde(rename_all = "kebab-case")]
enum State {
    Open,
    HalfOpen,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Floor {
    Cellar,
    Ground,
}

impl Floor {
    const fn get(&self) -> i64 {
        match self {
            Self::Cellar => -1,
            Self::Ground => 0,
        }
    }
}

impl TryFrom<i64> for Floor {
    type Error = UnlistedValue;

    fn try_from(value: i64) -> Result<Self, UnlistedValue> {
        match value {
            -1 => Ok(Self::Cellar),
            0 => Ok(Self::Ground),
            _ => Err(UnlistedValue),
        }
    }
}

integer_enum!(closed Floor);

#[test]
fn a_closed_enum_refuses_what_it_does_not_list() {
    let state: State = serde_json::from_str("\"half-open\"").unwrap();
    assert_eq!(state, State::HalfOpen);
    assert_eq!(serde_json::to_string(&state).unwrap(), "\"half-open\"");
    assert_eq!(State::try_from("open"), Ok(State::Open));
    assert_eq!("ajar".parse::<State>(), Err(UnlistedValue));
    assert_eq!(State::Open.to_string(), "open");
    for (text, expected) in [
        (
            "\"ajar\"",
            "unknown variant `ajar`, expected `open` or `half-open`",
        ),
        ("1", "expected a string that the enum lists"),
        ("null", "expected a string that the enum lists"),
    ] {
        let error = serde_json::from_str::<State>(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_closed_enum_of_integers_refuses_what_it_does_not_list() {
    let floor: Floor = serde_json::from_str("-1").unwrap();
    assert_eq!(floor, Floor::Cellar);
    assert_eq!(serde_json::to_string(&floor).unwrap(), "-1");
    assert_eq!(Floor::try_from(7), Err(UnlistedValue));
    let error = serde_json::from_str::<Floor>("7").unwrap_err().to_string();
    assert!(
        error.contains("invalid value: integer `7`, expected an integer that the enum lists"),
        "{error}"
    );
}
