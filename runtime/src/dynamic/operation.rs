//! What is worked out about an operation when it is first called.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

use super::arguments::Arguments;
use super::error::Error;
use super::{Entry, body, metadata, parameters, problem};
use crate::metadata::OperationMetadata;
use crate::request::Request;

/// What is worked out about an operation when it is first called.
#[derive(Default)]
pub(super) struct Prepared {
    metadata: OnceLock<&'static OperationMetadata>,
    schema: OnceLock<Result<Checked, String>>,
}

/// The input schema with its definitions, and its validator.
struct Checked {
    schema: Value,
    validator: Validator,
}

impl Entry<'_> {
    /// The operation, as the runtime knows it.
    pub(super) fn metadata(&self) -> &'static OperationMetadata {
        self.prepared
            .metadata
            .get_or_init(|| metadata::metadata(self.document.api, self.operation))
    }

    /// The request that these arguments make.
    pub(super) fn request(&self, arguments: &Arguments) -> Result<Request, Error> {
        self.check(arguments)?;
        self.build(arguments)
    }

    /// The request, where the arguments are known to fit.
    pub(super) fn build(&self, arguments: &Arguments) -> Result<Request, Error> {
        let request = Request::new(self.metadata());
        let request = parameters::write(request, self.operation, arguments);
        body::write(request, self.operation, arguments)
    }

    /// Reports arguments that do not fit.
    fn check(&self, arguments: &Arguments) -> Result<(), Error> {
        let checked = self.prepared.schema.get_or_init(|| self.compile());
        let checked = checked
            .as_ref()
            .map_err(|problem| Error::schema(&self.operation.id, problem))?;
        let instance = arguments.to_value();
        let problems = problem::problems(&checked.validator, &checked.schema, &instance);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::arguments(&self.operation.id, problems))
        }
    }

    fn compile(&self) -> Result<Checked, String> {
        let schema = self.document.catalog.input_schema(self.operation);
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(false)
            .build(&schema)
            .map_err(|error| error.to_string())?;
        Ok(Checked { schema, validator })
    }
}
