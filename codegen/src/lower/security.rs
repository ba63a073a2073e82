//! Security schemes and requirements.

use super::Lower;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{At, Kind};
use crate::ir::{
    RequiredScheme, Requirement, Scheme, SchemeKind, TokenCredentials, TokenParameter, TokenRequest,
};
use crate::resolve::follow;

impl<'d> Lower<'_, 'd> {
    pub(super) fn security_schemes(&mut self) {
        let components = self.description.root.get("components");
        let schemes = components.and_then(|components| components.get("securitySchemes"));
        for (key, at) in schemes.into_iter().flat_map(At::entries) {
            let Some(at) = follow(at, self.diagnostics) else {
                continue;
            };
            let kind = self.scheme_kind(at);
            let description = at.get("description").and_then(At::text);
            self.api.schemes.push(Scheme {
                key: key.to_owned(),
                description,
                kind,
            });
        }
    }

    fn scheme_kind(&mut self, at: At<'d>) -> SchemeKind {
        let text = |key: &str| at.get(key).and_then(At::str).unwrap_or_default();
        let name = || text("name").to_owned();
        match (text("type"), text("in")) {
            ("http", _) if text("scheme").eq_ignore_ascii_case("bearer") => SchemeKind::Bearer,
            ("http", _) if text("scheme").eq_ignore_ascii_case("basic") => SchemeKind::Basic,
            ("apiKey", "header") => SchemeKind::ApiKeyHeader(name()),
            ("apiKey", "query") => SchemeKind::ApiKeyQuery(name()),
            ("apiKey", "cookie") => SchemeKind::ApiKeyCookie(name()),
            ("oauth2", _) => self.oauth2(at),
            ("openIdConnect", _) => SchemeKind::Token,
            (kind, _) => {
                let word = if kind == "http" { text("scheme") } else { kind };
                let message = format!("the client cannot apply the scheme `{word}` by itself");
                self.diagnostics.report(
                    Diagnostic::new(Code::UnsupportedScheme, at, message)
                        .on_key(at)
                        .help("callers bring a credential source of their own"),
                );
                SchemeKind::Other(word.to_owned())
            }
        }
    }

    fn oauth2(&mut self, at: At<'d>) -> SchemeKind {
        let Some(flow) = at
            .get("flows")
            .and_then(|flows| flows.get("clientCredentials"))
        else {
            return SchemeKind::Token;
        };
        let mut request = TokenRequest {
            url: flow.get("tokenUrl").and_then(At::text).unwrap_or_default(),
            ..TokenRequest::default()
        };
        if let Some(ours) = at.get("x-signon-token") {
            self.token_request(ours, &mut request);
        }
        SchemeKind::ClientCredentials(request)
    }

    fn token_request(&mut self, at: At<'d>, request: &mut TokenRequest) {
        for (key, value) in at.entries() {
            match (key, value.str()) {
                ("body", Some("json")) => request.json = true,
                ("body", Some("form")) => request.json = false,
                ("credentials", Some("basic")) => request.credentials = TokenCredentials::Basic,
                ("credentials", Some("body")) => request.credentials = TokenCredentials::Body,
                ("credentials", Some("header")) => {
                    let template = at.get("header").and_then(At::text).unwrap_or_default();
                    request.credentials = TokenCredentials::Header(template);
                }
                ("header", Some(_)) => {}
                ("scopes", Some("none")) => request.without_scopes = true,
                ("parameters", _) if value.kind() == Kind::Map => {
                    request.parameters = value
                        .entries()
                        .filter_map(|(name, at)| self.token_parameter(name, at))
                        .collect();
                }
                _ => {
                    let known =
                        ["body", "credentials", "header", "scopes", "parameters"].contains(&key);
                    let (message, place) = match value.text() {
                        _ if !known => (
                            format!("`{key}` is no key of `x-signon-token`"),
                            Place::key(value),
                        ),
                        Some(text) => (format!("`{key}` is `{text}`"), Place::value(value)),
                        None => (
                            format!("`{key}` is {}", value.kind().name()),
                            Place::value(value),
                        ),
                    };
                    let help = match key {
                        "body" => "write `json` or `form`",
                        "credentials" => "write `basic`, `body` or `header`",
                        "parameters" => "write a map of names, such as `{ audience: {} }`",
                        "scopes" => "write `none`, or leave it out to ask for what operations need",
                        _ => "use `body`, `credentials`, `header`, `parameters` and `scopes`",
                    };
                    let message = message + ", which says nothing about how a token is asked for";
                    self.diagnostics
                        .report(Diagnostic::at(Code::UnusedExtension, place, message).help(help));
                }
            }
        }
    }

    fn token_parameter(&mut self, name: &str, at: At<'d>) -> Option<TokenParameter> {
        let is_known = |key: &str| matches!(key, "default" | "description");
        let is_text = |at: At<'_>| at.str().is_some();
        if at.kind() != Kind::Map || !at.entries().all(|(key, at)| is_known(key) && is_text(at)) {
            self.report_unused_extension(
                at,
                &format!("the token parameter `{name}` is not `default` and `description`"),
                "write `{ default: TEXT }`, in which `{variables}` of the server's URL are filled in, or `{}`",
            );
            return None;
        }
        let default = at.get("default").and_then(At::text);
        if let Some(variable) = default
            .as_deref()
            .and_then(|text| self.unknown_variable(text))
        {
            let message = format!("the server's URL has no variable `{variable}`");
            self.report_unused_extension(at, &message, "name a variable of the first server");
        }
        Some(TokenParameter {
            key: name.to_owned(),
            default,
            description: at.get("description").and_then(At::text),
        })
    }

    /// A variable that `template` names and the first server does not have.
    fn unknown_variable<'t>(&self, template: &'t str) -> Option<&'t str> {
        let servers = self.servers(self.description.root).unwrap_or_default();
        let known = servers.first().map_or(&[][..], |server| &server.variables);
        template
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .find(|name| known.iter().all(|variable| variable.key != *name))
    }

    fn has_scheme(&self, key: &str) -> bool {
        self.api.schemes.iter().any(|scheme| scheme.key == key)
    }

    fn report_unknown_scheme(&mut self, key: &str, at: At<'d>) {
        let message = format!("no security scheme is called `{key}`");
        self.diagnostics.report(
            Diagnostic::new(Code::UnknownScheme, at, message)
                .on_key(at)
                .help("define it under `components/securitySchemes`"),
        );
    }

    /// The security requirements of an object; none where it has no `security`.
    pub(super) fn requirements(&mut self, at: At<'d>) -> Option<Vec<Requirement>> {
        let list = at.get("security")?;
        let mut all = Vec::new();
        let names_unknown = |item: &At<'d>| item.entries().any(|(key, _)| !self.has_scheme(key));
        // An alternative of unknown schemes is left out, unless it is the only one.
        let has_known = list.items().any(|item| !names_unknown(&item));
        let (unknown, known): (Vec<At<'d>>, Vec<At<'d>>) = list.items().partition(names_unknown);
        for (key, at) in unknown.iter().flat_map(|item| item.entries()) {
            if !self.has_scheme(key) {
                self.report_unknown_scheme(key, at);
            }
        }
        for item in if has_known { known } else { unknown } {
            let mut requirement = Requirement::new();
            for (key, scopes) in item.entries() {
                let scheme = self.api.schemes.iter().find(|scheme| scheme.key == key);
                let has_scopes = scheme.is_some_and(|scheme| {
                    matches!(
                        scheme.kind,
                        SchemeKind::ClientCredentials(_) | SchemeKind::Token
                    )
                });
                // Other schemes may list roles here, which no request contains.
                let needed = scopes.items().filter(|_| has_scopes);
                requirement.push(RequiredScheme {
                    key: key.to_owned(),
                    scopes: needed.filter_map(At::text).collect(),
                });
                if scheme.is_none() {
                    // An unknown scheme stays required: the operation is never unauthenticated.
                    let kind = SchemeKind::Other(key.to_owned());
                    let scheme = Scheme {
                        key: key.to_owned(),
                        description: None,
                        kind,
                    };
                    self.api.schemes.push(scheme);
                }
            }
            all.push(requirement);
        }
        Some(all)
    }
}
