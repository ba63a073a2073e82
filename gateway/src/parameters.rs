//! The query parameters of Truto's unified API.
//!
//! A name may be there once, except for lists, and unknown names are errors: a filter that is ignored would let records
//! through that it excludes.

use std::collections::{BTreeMap, BTreeSet};

use signon_unified::{PageQuery, ResponseFormat, ResponseOptions};

use crate::failure::Failure;

/// The values of `truto_response_format`.
const FORMATS: [(&str, ResponseFormat); 3] = [
    ("unified", ResponseFormat::Unified),
    ("normalized", ResponseFormat::Normalized),
    ("raw", ResponseFormat::Raw),
];
/// The options that this server has.
const OPTIONS: &str = "truto_response_format, truto_ignore_remote_data, truto_exclude_fields, truto_key_by, truto_ignore_limit";

/// The query parameters of a request.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    pub(crate) account: Option<String>,
    pub(crate) options: ResponseOptions,
    pub(crate) key_by: Option<String>,
    pub(crate) page: PageQuery,
    /// The remaining parameters, by their names on the wire.
    pub(crate) filters: BTreeMap<String, String>,
}

impl Parameters {
    pub(crate) fn parse(query: &str) -> Result<Self, Failure> {
        let mut parameters = Self::default();
        let mut seen = BTreeSet::new();
        let mut ignores_limit = false;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let is_list = name.contains('[');
            if !is_list && !seen.insert(name.clone()) {
                return Err(Failure::bad_request(format!("`{name}` is given twice")));
            }
            if name == "truto_ignore_limit" {
                ignores_limit = boolean(&name, &value)?;
            } else {
                parameters.set(&name, &value)?;
            }
        }
        if ignores_limit {
            parameters.page.limit = None;
        }
        parameters.page.raw = parameters.options.format == ResponseFormat::Raw;
        Ok(parameters)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        let text = || Some(value.to_owned()).filter(|value| !value.is_empty());
        match name {
            "integrated_account_id" => self.account = text(),
            "limit" => self.page.limit = Some(limit(value)?),
            "next_cursor" => self.page.cursor = text(),
            "truto_response_format" => self.options.format = format(value)?,
            "truto_ignore_remote_data" => {
                self.options.ignore_remote_data = boolean(name, value)?;
            }
            "truto_key_by" => self.key_by = text(),
            _ => {
                if let Some(rest) = name.strip_prefix("truto_exclude_fields") {
                    return self.exclude(name, rest, value);
                }
                if let Some(rest) = name.strip_prefix("remote_query") {
                    return self.remote(name, rest, value);
                }
                if name.starts_with("truto_") {
                    return Err(Failure::bad_request(format!(
                        "`{name}` is not an option of this server, which has {OPTIONS}"
                    )));
                }
                // A filter that is named twice would be ambiguous.
                if self
                    .filters
                    .insert(name.to_owned(), value.to_owned())
                    .is_some()
                {
                    return Err(Failure::bad_request(format!("`{name}` is given twice")));
                }
            }
        }
        Ok(())
    }

    /// `truto_exclude_fields=a,b`, `truto_exclude_fields[]=a` or `truto_exclude_fields[0]=a`.
    fn exclude(&mut self, name: &str, index: &str, value: &str) -> Result<(), Failure> {
        let inner = index
            .strip_prefix('[')
            .and_then(|index| index.strip_suffix(']'));
        let is_index = |inner: &str| inner.bytes().all(|byte| byte.is_ascii_digit());
        if !index.is_empty() && !inner.is_some_and(is_index) {
            return Err(Failure::bad_request(format!(
                "`{name}` is not a list of fields"
            )));
        }
        let fields = value
            .split(',')
            .map(str::trim)
            .filter(|field| !field.is_empty());
        self.options
            .exclude_fields
            .extend(fields.map(str::to_owned));
        Ok(())
    }

    /// `remote_query[a]=1` is the provider's `a=1`, and `remote_query[a][b]=1` its `a[b]=1`.
    fn remote(&mut self, name: &str, path: &str, value: &str) -> Result<(), Failure> {
        let split = path.strip_prefix('[').and_then(|path| path.split_once(']'));
        match split {
            Some((key, rest)) if !key.is_empty() && is_path(rest) => {
                let pair = (format!("{key}{rest}"), value.to_owned());
                self.page.remote_query.push(pair);
                Ok(())
            }
            _ => Err(Failure::bad_request(format!(
                "`{name}` is not of the form `remote_query[NAME]`"
            ))),
        }
    }
}

/// Whether the text is a sequence of keys in brackets.
fn is_path(path: &str) -> bool {
    path.is_empty() || (path.starts_with('[') && path.ends_with(']'))
}

fn boolean(name: &str, value: &str) -> Result<bool, Failure> {
    match value {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Failure::bad_request(format!(
            "`{name}` must be `true` or `false`"
        ))),
    }
}

fn limit(value: &str) -> Result<u32, Failure> {
    let limit = value.parse().ok().filter(|limit| *limit > 0);
    limit.ok_or_else(|| Failure::bad_request("`limit` must be an integer from 1 to 4294967295"))
}

fn format(value: &str) -> Result<ResponseFormat, Failure> {
    let known = FORMATS.iter().find(|(name, _)| *name == value);
    known.map(|(_, format)| *format).ok_or_else(|| {
        let names = FORMATS.map(|(name, _)| name).join(", ");
        Failure::bad_request(format!("`truto_response_format` must be one of {names}"))
    })
}

#[cfg(test)]
mod tests {
    use super::Parameters;

    fn excluded(query: &str) -> Vec<String> {
        let parameters = Parameters::parse(query).expect("parameters");
        parameters.options.exclude_fields
    }

    #[test]
    fn lists_of_fields_in_each_form_that_clients_write() {
        for query in [
            "truto_exclude_fields[]=id&truto_exclude_fields[]=name",
            "truto_exclude_fields%5B0%5D=id&truto_exclude_fields%5B1%5D=name",
            "truto_exclude_fields=id,name",
        ] {
            assert_eq!(excluded(query), ["id", "name"], "{query}");
        }
    }

    #[test]
    fn the_query_of_the_provider_keeps_its_nesting() {
        let query = "remote_query[fields][]=id&remote_query[filter][state]=a+b&remote_query[q]=";
        let parameters = Parameters::parse(query).expect("parameters");
        let pairs: Vec<(&str, &str)> = parameters
            .page
            .remote_query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [("fields[]", "id"), ("filter[state]", "a b"), ("q", "")]
        );
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for query in [
            "limit=0",
            "limit=-1",
            "limit=1&limit=2",
            "status=a&status=b",
            "emails[email]=a&emails[email]=b",
            "truto_response_format=stream",
            "truto_super_query=wnam",
            "truto_ignore_remote_data=maybe",
            "truto_exclude_fields[a]=id",
            "remote_query=x",
            "remote_query[]=x",
            "remote_query[a]b=x",
        ] {
            assert!(Parameters::parse(query).is_err(), "{query}");
        }
    }
}
