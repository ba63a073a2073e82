//! The body of a request, read by its media type.

use serde_json::Value;
use signon_oracle::compare::differences;
use signon_oracle::view::View;
use signon_tests::spec::operation::{BodyPlace, Endpoint, Side};
use signon_tests::wire::body::{Arrival, Part};
use signon_tests::wire::{Seen, leaves};

/// The body arrives as the first example of its media type.
pub(super) async fn body(endpoint: Endpoint<'_>, seen: &Seen) -> Result<(), String> {
    let arrival = seen.arrival().await?;
    let bodies = endpoint.bodies();
    let mut requests = bodies.iter().filter(|place| place.side == Side::Request);
    let Some(place) = requests.find(|place| Some(place.media) == seen.media()) else {
        let plain = arrival == Arrival::Nothing && endpoint.operation.request_body.is_none();
        return if plain {
            Ok(())
        } else {
            Err(format!("the specs take no body of {:?}", seen.media()))
        };
    };
    let Some((_, wanted)) = endpoint
        .spec
        .body_examples(place.content)
        .into_iter()
        .next()
    else {
        // A body that no example shows must be there, at least.
        return if seen.body.is_empty() {
            Err("the body is missing".to_owned())
        } else {
            Ok(())
        };
    };
    let wrong = match arrival {
        Arrival::Json(value) => differences(&wanted, &value),
        Arrival::Form(value) => differences(&leaves(&wanted), &value),
        Arrival::Parts(parts) => return multipart(endpoint, place, &wanted, &parts),
        Arrival::Bytes(bytes) => differences(
            &wanted,
            &Value::from(String::from_utf8_lossy(&bytes).into_owned()),
        ),
        Arrival::Nothing => vec![(String::new(), "is missing".to_owned())],
    };
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("the body is wrong: {wrong:?}"))
    }
}

/// The parts are the members of the example: files with a name and a media type, all others as text or JSON.
fn multipart(
    endpoint: Endpoint<'_>,
    place: &BodyPlace<'_>,
    wanted: &Value,
    parts: &[Part],
) -> Result<(), String> {
    let document = &endpoint.spec.document;
    let schema = place.schema.ok_or("has no schema")?;
    let view = View::new(document, &[schema]);
    let wanted = wanted.as_object().ok_or("the example is no object")?;
    for (key, value) in wanted {
        let member = view
            .properties
            .get(key.as_str())
            .map(|schemas| View::new(document, schemas));
        let file = member.is_some_and(|view| view.format == Some("binary"));
        let text = leaves(value)
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let fits = |part: &&Part| {
            part.name == *key
                && part.content == text.as_bytes()
                && part.file.is_some() == file
                && (!file || part.media.is_some())
        };
        if parts.iter().filter(fits).count() != 1 {
            return Err(format!("there is no part `{key}` with the example's value"));
        }
    }
    if parts.len() == wanted.len() {
        Ok(())
    } else {
        Err(format!(
            "there are {} parts, not {}",
            parts.len(),
            wanted.len()
        ))
    }
}
