//! Records and pages as JSON, in the formats of Truto's API.

use serde::Serialize;
use serde_json::{Map, Value, json};
use signon_runtime::{Field, Json};

use crate::list::Page;
use crate::models::{App, AppUser, Group, Organization, Role, User};

/// A value as JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> Json {
    // Models are objects with text keys, which always are JSON.
    Json::encode(value).unwrap_or_default()
}

/// A record of the unified models.
pub trait Record: Serialize + sealed::Sealed {
    /// The provider's own record, complete.
    fn remote_data(&self) -> &Field<Json>;
}

mod sealed {
    /// The trait is for the models of this crate.
    pub trait Sealed {}
}

macro_rules! records {
    ($($model:ident),*) => {
        $(
            impl sealed::Sealed for $model {}

            impl Record for $model {
                fn remote_data(&self) -> &Field<Json> {
                    &self.remote_data
                }
            }
        )*
    };
}

records!(App, AppUser, Group, Organization, Role, User);

/// `truto_response_format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseFormat {
    /// `unified`: the shapes of the unified models.
    #[default]
    Unified,
    /// `normalized`: the provider's own records in the unified envelope. Truto does not say what it means by it.
    Normalized,
    /// `raw`: the provider's own body, as it is.
    Raw,
}

/// How records and pages are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResponseOptions {
    /// `truto_response_format`.
    pub format: ResponseFormat,
    /// `truto_ignore_remote_data`: leaves out the provider's own records.
    pub ignore_remote_data: bool,
    /// `truto_exclude_fields`: leaves out these fields of a record, `id` too.
    pub exclude_fields: Vec<String>,
}

impl ResponseOptions {
    /// The unified models, with all fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`format`](Self::format).
    #[must_use]
    pub fn format(mut self, format: ResponseFormat) -> Self {
        self.format = format;
        self
    }

    /// Sets [`ignore_remote_data`](Self::ignore_remote_data).
    #[must_use]
    pub fn ignore_remote_data(mut self, ignore: bool) -> Self {
        self.ignore_remote_data = ignore;
        self
    }

    /// Sets [`exclude_fields`](Self::exclude_fields).
    #[must_use]
    pub fn exclude_fields(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.exclude_fields = fields.into_iter().map(Into::into).collect();
        self
    }

    /// A record as JSON.
    pub fn record(&self, record: &impl Record) -> Json {
        Json::from(self.value(record))
    }

    /// A page as JSON: `result`, `next_cursor`, `prev_cursor`, `result_count`.
    ///
    /// In [`ResponseFormat::Raw`] it is the provider's own body, if the query requested it
    /// ([`PageQuery::raw`](crate::PageQuery::raw)), and the list of its records otherwise.
    pub fn page<T: Record>(&self, page: &Page<T>) -> Json {
        let records: Vec<Value> = page.items.iter().map(|record| self.value(record)).collect();
        if self.format == ResponseFormat::Raw {
            return page
                .raw
                .clone()
                .unwrap_or_else(|| Json::from(Value::Array(records)));
        }
        Json::from(json!({
            "result_count": records.len(),
            "result": records,
            "next_cursor": page.next_cursor,
            "prev_cursor": null,
        }))
    }

    fn value(&self, record: &impl Record) -> Value {
        let native = || {
            record
                .remote_data()
                .as_option()
                .map(Json::as_value)
                .cloned()
        };
        let mut value = match self.format {
            ResponseFormat::Unified => json(record).into_value(),
            ResponseFormat::Normalized => native().unwrap_or_default(),
            ResponseFormat::Raw => return native().unwrap_or_default(),
        };
        if let Value::Object(fields) = &mut value {
            self.strip(fields);
        }
        value
    }

    fn strip(&self, fields: &mut Map<String, Value>) {
        for name in &self.exclude_fields {
            fields.remove(name);
        }
        if self.ignore_remote_data {
            fields.remove("remote_data");
        }
    }
}
