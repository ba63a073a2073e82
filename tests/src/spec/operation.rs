//! The operations of a document, flat.

use openapiv3::{MediaType, Operation, Parameter};
use serde_json::Value;
use signon_oracle::pointer::{escape, join};

use super::Spec;

/// One method on one path.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint<'s> {
    /// The specs that it is in.
    pub spec: &'s Spec,
    /// The method, in capitals.
    pub method: &'static str,
    /// The path template.
    pub path: &'s str,
    /// The operation.
    pub operation: &'s Operation,
}

/// A body that an operation takes or gives.
#[derive(Clone, Debug)]
pub struct BodyPlace<'s> {
    /// Which side sends it.
    pub side: Side,
    /// The status, as the document spells it; `-` for a request.
    pub status: String,
    /// The media type.
    pub media: &'s str,
    /// What the document declares for it.
    pub content: &'s MediaType,
    /// Its schema, where the document has one.
    pub schema: Option<&'s Value>,
}

/// Who sends a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The client.
    Request,
    /// The server.
    Response,
}

impl Side {
    /// The side's name, as `MAP.tsv` has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl Spec {
    /// All operations, in the order of their paths.
    pub fn endpoints(&self) -> Vec<Endpoint<'_>> {
        let paths = self
            .api
            .paths
            .paths
            .iter()
            .filter_map(|(path, item)| Some((path, item.as_item()?)));
        paths
            .flat_map(|(path, item)| {
                let upper = |method: &str| {
                    METHODS
                        .iter()
                        .copied()
                        .find(|known| known.eq_ignore_ascii_case(method))
                };
                item.iter().filter_map(move |(method, operation)| {
                    Some(Endpoint {
                        spec: self,
                        method: upper(method)?,
                        path,
                        operation,
                    })
                })
            })
            .collect()
    }

    /// The operation with this id.
    pub fn endpoint(&self, id: &str) -> Option<Endpoint<'_>> {
        self.endpoints()
            .into_iter()
            .find(|endpoint| endpoint.id() == id)
    }
}

const METHODS: [&str; 8] = [
    "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE",
];

impl<'s> Endpoint<'s> {
    /// The operation's id; every spec has one.
    pub fn id(&self) -> &'s str {
        self.operation.operation_id.as_deref().unwrap_or_default()
    }

    /// The operation's pointer.
    fn pointer(&self) -> String {
        let method = self.method.to_lowercase();
        format!("#/paths/{}/{method}", escape(self.path))
    }

    /// The schema of a parameter.
    pub fn parameter_schema(&self, parameter: &Parameter) -> Option<&'s Value> {
        let location = match parameter {
            Parameter::Path { .. } => "path",
            Parameter::Query { .. } => "query",
            Parameter::Header { .. } => "header",
            Parameter::Cookie { .. } => "cookie",
        };
        let name = &parameter.parameter_data_ref().name;
        self.spec
            .document
            .parameter_schema(&self.pointer(), location, name)
    }

    /// The parameters, with those of the path.
    pub fn parameters(&self) -> Vec<&'s Parameter> {
        let item = self
            .spec
            .api
            .paths
            .paths
            .get(self.path)
            .and_then(|item| item.as_item());
        let shared = item
            .map(|item| item.parameters.as_slice())
            .unwrap_or_default();
        let own: Vec<_> = self
            .operation
            .parameters
            .iter()
            .filter_map(|parameter| self.spec.parameter(parameter))
            .collect();
        let inherited = shared
            .iter()
            .filter_map(|parameter| self.spec.parameter(parameter))
            .filter(|parameter| {
                !own.iter().any(|own| {
                    own.parameter_data_ref().name == parameter.parameter_data_ref().name
                        && std::mem::discriminant(*own) == std::mem::discriminant(*parameter)
                })
            });
        inherited.chain(own.iter().copied()).collect()
    }

    /// All bodies, of requests and of responses.
    pub fn bodies(&self) -> Vec<BodyPlace<'s>> {
        let spec = self.spec;
        let schema = |owner: &str, media: &str| {
            let media = escape(media);
            spec.at(&format!(
                "{}/{owner}/content/{media}/schema",
                self.pointer()
            ))
        };
        let request = self
            .operation
            .request_body
            .as_ref()
            .and_then(|body| spec.request_body(body));
        let mut places: Vec<_> = request
            .into_iter()
            .flat_map(|body| &body.content)
            .map(|(media, content)| BodyPlace {
                side: Side::Request,
                status: "-".to_owned(),
                media,
                content,
                schema: schema("requestBody", media),
            })
            .collect();
        let responses = &self.operation.responses;
        let by_status = responses
            .responses
            .iter()
            .map(|(status, response)| (status.to_string(), response));
        let default = responses
            .default
            .iter()
            .map(|response| ("default".to_owned(), response));
        for (status, response) in by_status.chain(default) {
            for (media, content) in spec
                .response(response)
                .into_iter()
                .flat_map(|response| &response.content)
            {
                places.push(BodyPlace {
                    side: Side::Response,
                    status: status.clone(),
                    media,
                    content,
                    schema: schema(&join("responses", &status), media),
                });
            }
        }
        places
    }

    /// The body for a status, its range or the rest, in JSON or as a form; for a request, the status is `-`.
    pub fn body(&self, side: Side, status: &str) -> Option<BodyPlace<'s>> {
        let range = status
            .get(..1)
            .map(|digit| format!("{digit}XX"))
            .unwrap_or_default();
        let bodies = self.bodies();
        [status, &range, "default"].into_iter().find_map(|status| {
            let mut here = bodies
                .iter()
                .filter(|place| place.side == side && place.status == status);
            here.clone()
                .find(|place| place.is_json())
                .or_else(|| here.find(|place| place.is_form()))
                .cloned()
        })
    }
}

impl BodyPlace<'_> {
    /// Whether the body is a form, whose fields have a model as those of JSON have.
    pub fn is_form(&self) -> bool {
        self.media == "application/x-www-form-urlencoded"
    }

    /// Whether the body is JSON.
    pub fn is_json(&self) -> bool {
        let media = self.media.split(';').next().unwrap_or_default().trim();
        media == "application/json" || media.ends_with("+json")
    }
}
