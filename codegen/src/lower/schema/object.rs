//! Objects: named fields, or values by name.

use super::Slot;
use crate::document::At;
use crate::ir::{Access, Constant, Field, Presence, Shape, Struct, Type};
use crate::lower::Lower;
use crate::lower::context::Context;
use crate::schema::{Additional, Merged, Parts, remarks};

/// Maximum number of fields: with twice as many, the compiler overflows its stack.
const MAX_FIELDS: usize = 5_000;

/// Maximum number of required fields: the compiler's memory is quadratic in the arguments of a constructor; 2,000 take it
/// 10 GB, 500 take 0.6.
pub(in crate::lower) const MAX_REQUIRED: usize = 500;

impl<'d> Lower<'_, 'd> {
    /// The type of an object.
    pub(in crate::lower) fn object(&mut self, merged: &Merged<'d>, slot: &Slot) -> Type {
        let fields: Vec<(&'d str, &Vec<At<'d>>)> = merged
            .properties
            .iter()
            .filter(|(_, schemas)| !schemas.iter().any(|at| at.bool() == Some(false)))
            .map(|(key, schemas)| (*key, schemas))
            .collect();
        let closed = matches!(merged.additional, Additional::No)
            && merged.pattern_properties.is_empty()
            && !self.schemas.has_subtypes(merged.at);
        if fields.is_empty() && !closed {
            let value = self
                .rest(merged, &self.context_in(slot).word("value"))
                .unwrap_or(Type::Json);
            return Type::Map(Box::new(self.patch_value(value)));
        }
        if fields.len() > MAX_FIELDS {
            let message = format!("an object of more than {MAX_FIELDS} properties");
            let help = "describe it as a map, by `additionalProperties`";
            self.report_too_large(merged.at, message, help);
            return Type::Json;
        }
        if self.exceeds_size(merged.at) {
            return Type::Json;
        }
        self.types.fields += fields.len();
        let id = self.definition(slot, merged);
        let context = Context::within(id, self.api.type_def(id).module);
        let mut of = Struct {
            fields: self.fields(merged, fields, &context),
            rest: None,
            closed,
        };
        let rest = self.rest(merged, &context.word("value"));
        of.rest = rest.map(|value| self.patch_value(value));
        if of.rest.is_none() {
            of.fields.extend(undeclared(merged));
        }
        self.define(id, Shape::Struct(of));
        Type::Named(id)
    }

    /// The fields of a struct.
    fn fields(
        &mut self,
        merged: &Merged<'d>,
        properties: Vec<(&'d str, &Vec<At<'d>>)>,
        context: &Context,
    ) -> Vec<Field> {
        let is_required = |key: &str| merged.required.contains(key);
        let required = properties.iter().filter(|(key, _)| is_required(key));
        let too_many = required.count() > MAX_REQUIRED;
        if too_many {
            let message = format!("an object of more than {MAX_REQUIRED} required properties");
            let help = "require fewer: a constructor takes each of them as an argument";
            self.report_too_large(merged.at, message, help);
        }
        let mut fields = Vec::new();
        for (key, schemas) in properties {
            let required = is_required(key) && !too_many;
            let field = match self.similar_constants(schemas, merged.similar.get(key)) {
                _ if merged.untyped.contains(key) => {
                    self.field_of(key, schemas, (Type::Json, true, false), None)
                }
                Some(values) => self.enum_field(key, schemas, &values, required, context),
                None => self.field(key, schemas, required, context),
            };
            fields.push(field);
        }
        fields
    }

    /// What undeclared keys hold, where the document declares them.
    fn rest(&mut self, merged: &Merged<'d>, context: &Context) -> Option<Type> {
        let patterns = merged.pattern_properties.as_slice();
        match (&merged.additional, patterns) {
            (Additional::Schema(at), []) => Some(self.element(*at, context)),
            (Additional::Schema(at), [_, ..]) => {
                Some(self.map_values(&[patterns, &[*at]].concat(), context))
            }
            (Additional::Unsaid | Additional::No, [_, ..]) => {
                Some(self.map_values(patterns, context))
            }
            (Additional::Any, patterns) => {
                if let Some(at) = patterns.first() {
                    self.report_untyped_patterns(*at);
                }
                Some(Type::Json)
            }
            // Subtypes may add keys, even to a base that rules them out.
            (Additional::Unsaid | Additional::No, []) if self.schemas.has_subtypes(merged.at) => {
                Some(Type::Json)
            }
            (Additional::Unsaid | Additional::No, []) => None,
        }
    }

    pub(in crate::lower) fn field(
        &mut self,
        key: &str,
        schemas: &[At<'d>],
        required: bool,
        context: &Context,
    ) -> Field {
        let constant = self.fixed_value(schemas);
        let nullable = schemas.iter().any(|at| self.schemas.is_nullable(*at));
        let context = context.word(key);
        let ty = match (&constant, schemas) {
            (Some(constant), _) => constant.ty.clone(),
            (None, [at]) => self.schema(*at, &context),
            (None, schemas) => self.build(&Parts::all(schemas), &Slot::Inline(context)),
        };
        let constant = constant.map(|constant| constant.value);
        self.field_of(key, schemas, (ty, nullable, required), constant)
    }

    /// A field of this type, with the annotations of its schemas.
    pub(in crate::lower) fn field_of(
        &mut self,
        key: &str,
        schemas: &[At<'d>],
        (ty, nullable, required): (Type, bool, bool),
        constant: Option<Constant>,
    ) -> Field {
        let said = || schemas.iter().copied().flat_map(remarks);
        let flag = |key: &str| said().any(|at| at.get(key).and_then(At::bool) == Some(true));
        // A field that only one side sends is absent on the other.
        let access = Access {
            read_only: flag("readOnly"),
            write_only: flag("writeOnly"),
        };
        let required = required && access.is_mutual();
        let first = schemas.first().copied().unwrap_or(self.description.root);
        let doc = self.doc(first);
        let default = said()
            .find_map(|at| at.get("default"))
            .and_then(|at| self.default(at, &ty));
        Field {
            key: key.to_owned(),
            rust_name: crate::check::rust_name::given(first).map(str::to_owned),
            doc,
            presence: presence(&ty, required, nullable || self.scope.patch && !required),
            ty,
            access,
            default,
            constant,
        }
    }
}

/// Keys that must be there although the document does not say what they hold, which a server may well leave out;
/// and keys that only a condition names.
fn undeclared<'a>(merged: &'a Merged<'_>) -> impl Iterator<Item = Field> + 'a {
    let is_closed = matches!(merged.additional, Additional::No);
    // An open object keeps what only a condition names among its other keys.
    let keys = if is_closed {
        &merged.conditional
    } else {
        &merged.required
    };
    let keys = keys
        .iter()
        .filter(|key| !merged.properties.contains_key(**key));
    keys.map(|key| Field::bare(*key, Type::Json, Presence::OptionalNullable))
}

/// Free-form JSON holds null by itself, except where absent and null differ.
fn presence(ty: &Type, required: bool, nullable: bool) -> Presence {
    match (required, nullable || matches!(ty, Type::Json | Type::Null)) {
        (true, true) if matches!(ty, Type::Json | Type::Null) => Presence::Required,
        (true, true) => Presence::Nullable,
        (true, false) => Presence::Required,
        (false, true) => Presence::OptionalNullable,
        (false, false) => Presence::Optional,
    }
}
