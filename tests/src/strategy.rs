//! Values made from schemas by `proptest`.

pub mod json;

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any};
use proptest::sample::select;
use proptest::strategy::Union;
use serde_json::Value;
use signon_oracle::document::Document;
use signon_oracle::view::{Kind, Rest, View};

/// From this depth on, what may be left out is left out.
const DEEP: u32 = 4;

/// Values that are valid for a schema, but that enum values are open.
pub fn values(document: &Document, schema: &Value) -> BoxedStrategy<Value> {
    Maker { document }.value(&[schema], 0)
}

struct Maker<'d> {
    document: &'d Document,
}

impl Maker<'_> {
    fn value(&self, schemas: &[&Value], depth: u32) -> BoxedStrategy<Value> {
        let views = View::new(self.document, schemas).alternatives(self.document);
        let mut arms: Vec<_> = views
            .iter()
            .map(|view| (4, self.view(view, depth)))
            .collect();
        let allows_null = |schema: &&Value| self.document.is_valid(schema, &Value::Null);
        if schemas.iter().all(allows_null) {
            arms.push((1, Just(Value::Null).boxed()));
        }
        Union::new_weighted(arms).boxed()
    }

    fn view(&self, view: &View<'_>, depth: u32) -> BoxedStrategy<Value> {
        if let Some(choices) = &view.choices {
            return choice(choices.iter().map(|choice| (*choice).clone()).collect());
        }
        let Some(kinds) = &view.kinds else {
            // Properties without a type are those of an object.
            return if view.properties.is_empty() {
                json::any_json()
            } else {
                self.object(view, depth)
            };
        };
        Union::new(kinds.iter().map(|kind| self.kind(view, *kind, depth))).boxed()
    }

    fn kind(&self, view: &View<'_>, kind: Kind, depth: u32) -> BoxedStrategy<Value> {
        match kind {
            Kind::Bool => any::<bool>().prop_map(Value::from).boxed(),
            Kind::Integer => integer(view),
            Kind::Number => json::number(view.minimum, view.maximum),
            Kind::String => text(view.format),
            Kind::Array if view.items.is_empty() => {
                vec(json::any_json(), 0..3).prop_map(Value::from).boxed()
            }
            Kind::Array => {
                let most = if depth < DEEP { 3 } else { 1 };
                vec(self.value(&view.items, depth + 1), 0..=most)
                    .prop_map(Value::from)
                    .boxed()
            }
            Kind::Object => self.object(view, depth),
        }
    }

    fn object(&self, view: &View<'_>, depth: u32) -> BoxedStrategy<Value> {
        let declared: BTreeSet<String> = view
            .properties
            .keys()
            .map(|key| (*key).to_owned())
            .collect();
        let mut members = Vec::new();
        for (key, schemas) in &view.properties {
            let tags = view
                .tags
                .iter()
                .find(|(tag, _)| tag == key)
                .map(|(_, tags)| tags);
            let required = view.required.contains(key);
            if !required && depth >= DEEP {
                continue;
            }
            let value = match tags {
                Some(tags) => {
                    let tags: Vec<Value> = tags.iter().map(|tag| Value::from(*tag)).collect();
                    select(tags).boxed()
                }
                None => self.value(schemas, depth + 1),
            };
            let key = (*key).to_owned();
            let member = value.prop_map(move |value| (key.clone(), value));
            members.push(if required {
                member.prop_map(Some).boxed()
            } else {
                of(member).boxed()
            });
        }
        let rest = match view.rest {
            Rest::Any | Rest::Undeclared => Some(json::any_json()),
            Rest::Schema(schema) if depth < DEEP => Some(self.value(&[schema], depth + 1)),
            Rest::Schema(_) | Rest::Closed => None,
        };
        let free = view.is_free_form() && depth < DEEP;
        let rest = rest.or_else(|| free.then(json::any_json));
        let rest = rest.map_or_else(
            || Just(Vec::new()).boxed(),
            |value| vec((json::text(), value), 0..3).boxed(),
        );
        (members, rest)
            .prop_map(move |(members, rest)| {
                let rest = rest.into_iter().filter(|(key, _)| !declared.contains(key));
                Value::Object(members.into_iter().flatten().chain(rest).collect())
            })
            .boxed()
    }
}

/// A listed value, or another one of the same kind: enums are open.
fn choice(choices: Vec<Value>) -> BoxedStrategy<Value> {
    let strings = choices.iter().all(Value::is_string);
    let other = if strings {
        json::text().prop_map(Value::from).boxed()
    } else {
        json::integer(None, None)
    };
    let scalars = choices
        .iter()
        .all(|choice| choice.is_string() || choice.is_i64());
    let listed = select(choices);
    if scalars {
        Union::new_weighted(vec![(4, listed.boxed()), (1, other)]).boxed()
    } else {
        listed.boxed()
    }
}

fn integer(view: &View<'_>) -> BoxedStrategy<Value> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "bounds of integers are integers"
    )]
    let bound = |bound: f64| bound as i64;
    let (minimum, maximum) = (view.minimum.map(bound), view.maximum.map(bound));
    let (least, most) = if view.format == Some("int32") {
        (i64::from(i32::MIN), i64::from(i32::MAX))
    } else {
        (i64::MIN, i64::MAX)
    };
    json::integer(
        Some(minimum.unwrap_or(least)),
        Some(maximum.unwrap_or(most)),
    )
}

/// Models keep a text as it is, whatever its form; so most texts here have none.
fn text(format: Option<&str>) -> BoxedStrategy<Value> {
    let formed = match format {
        Some("date-time") => Just("2024-02-29T23:59:60.123456789+14:00"),
        Some("date") => Just("0001-01-01"),
        Some("uuid") => Just("62F44730-DD91-461E-BD6A-AEDD9E0AD79D"),
        Some("uri") => Just("https://example.com/%C3%A4?a=b#c"),
        Some("byte") => Just("c2lnbm9u"),
        _ => Just(""),
    };
    Union::new_weighted(vec![
        (1, formed.prop_map(str::to_owned).boxed()),
        (3, json::text().boxed()),
    ])
    .prop_map(Value::from)
    .boxed()
}
