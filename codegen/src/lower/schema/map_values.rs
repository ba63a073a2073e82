//! Maps whose values have one of several schemas, by the patterns of their keys.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::At;
use crate::ir::{Integer, Shape, Type, UntaggedMember};
use crate::lower::Lower;
use crate::lower::context::Context;

impl<'d> Lower<'_, 'd> {
    /// The type of values that match one of these schemas, or null.
    pub(in crate::lower) fn map_values(&mut self, schemas: &[At<'d>], context: &Context) -> Type {
        let [first, rest @ ..] = schemas else {
            return Type::Json;
        };
        if rest.is_empty() {
            return self.element(*first, context);
        }
        let mut types: Vec<Type> = Vec::new();
        let mut nullable = false;
        for (index, at) in schemas.iter().enumerate() {
            if at.bool() == Some(false) {
                continue;
            }
            let mut ty = self.element(*at, &context.word(&format!("{}", index + 1)));
            if let Type::Nullable(inner) = ty {
                nullable = true;
                ty = *inner;
            }
            if ty == Type::Json {
                self.report_untyped_patterns(*first);
                return ty;
            }
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        if types.contains(&Type::Float) {
            types.retain(|ty| !matches!(ty, Type::Integer(_)));
        }
        if types.iter().all(|ty| matches!(ty, Type::Integer(_))) {
            types = vec![Type::Integer(Integer::I64)];
        }
        let ty = match types.as_slice() {
            [ty] => ty.clone(),
            _ => self.untagged(*first, types, context),
        };
        if nullable {
            Type::Nullable(Box::new(ty))
        } else {
            ty
        }
    }

    fn untagged(&mut self, at: At<'d>, types: Vec<Type>, context: &Context) -> Type {
        let id = self.reserve(at, context.naming.clone(), context.module);
        let members = types.into_iter().map(|ty| UntaggedMember {
            name: None,
            ty,
            doc: crate::ir::Doc::default(),
        });
        self.define(id, Shape::UntaggedUnion(members.collect()));
        Type::Named(id)
    }

    /// Reports a map of free-form values although `patternProperties` describe some of them.
    pub(in crate::lower) fn report_untyped_patterns(&mut self, at: At<'d>) {
        let message =
            "values are free-form JSON, although `patternProperties` describe some of them";
        self.diagnostics.report(
            Diagnostic::new(Code::UncheckedKeyword, at, message)
                .on_key(at)
                .help(
                    "describe the other values, or rule them out by `additionalProperties: false`",
                ),
        );
    }
}
