//! Where the API is served.

use super::Lower;
use crate::document::At;
use crate::ir::{Server, ServerVariable};
use crate::resolve::template_names;

impl<'d> Lower<'_, 'd> {
    /// The servers that an object names; none where it does not say.
    #[expect(clippy::unused_self, reason = "reads like the other lowerings")]
    pub(super) fn servers(&self, at: At<'d>) -> Option<Vec<Server>> {
        let servers: Vec<Server> = at.get("servers")?.items().filter_map(server).collect();
        (!servers.is_empty()).then_some(servers)
    }
}

fn server(at: At<'_>) -> Option<Server> {
    let url = at.get("url").and_then(At::str)?.to_owned();
    let declared = at.get("variables").into_iter().flat_map(At::entries);
    let mut variables: Vec<ServerVariable> = declared.map(|(key, at)| variable(key, at)).collect();
    for name in template_names(&url) {
        if variables.iter().all(|variable| variable.key != name) {
            variables.push(ServerVariable {
                key: name.to_owned(),
                ..ServerVariable::default()
            });
        }
    }
    Some(Server {
        url,
        description: at.get("description").and_then(At::text),
        variables,
    })
}

fn variable(key: &str, at: At<'_>) -> ServerVariable {
    let values: Vec<String> = at
        .get("enum")
        .into_iter()
        .flat_map(At::items)
        .filter_map(At::text)
        .collect();
    let default = at
        .get("default")
        .and_then(At::text)
        .filter(|default| !is_placeholder(key, default));
    ServerVariable {
        key: key.to_owned(),
        default,
        values,
        description: at.get("description").and_then(At::text),
    }
}

/// The standard demands a default even where none makes sense: `your-subdomain`, `<tenant>`, `example`.
fn is_placeholder(key: &str, default: &str) -> bool {
    let plain = |text: &str| {
        text.to_lowercase()
            .replace(['-', '_', '{', '}', '<', '>', '[', ']', ' '], "")
    };
    let default = plain(default);
    default.is_empty()
        || default == plain(key)
        || default.starts_with("your")
        || matches!(
            default.as_str(),
            "example" | "changeme" | "placeholder" | "subdomain" | "tenant" | "tenantid"
        )
}
