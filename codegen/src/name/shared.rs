//! Documented errors and response headers that operations share.
//!
//! Operations that document the same bodies for the same statuses share an enum, and those with the same response
//! headers a struct; each operation has an alias for it. A shared item is named after what it holds, so that no other
//! operation changes its name. What has no short name of this kind, or holds a type of one operation, is not shared.

mod label;

use std::collections::{BTreeSet, HashMap};

use self::label::{error_label, headers_label};
use super::conflicts::{Candidate, Priority, Taken, resolve};
use super::operations::{case_names, header_names};
use super::outcome::{errors, has_headers, headers};
use super::{ERRORS, EnumName, HEADERS, Identifier, MODELS, Names, Shared};
use crate::ir::{Api, Decoding, Naming, Operation, OperationId, Status, Type};

/// Plans the shared errors and headers, and says which operations use them.
pub(super) fn plan(api: &Api, names: &mut Names, taken: &mut Taken) {
    let mut shared_errors = Candidates::default();
    let mut shared_headers = Candidates::default();
    for (operation, index) in api.operations.iter().zip(0..) {
        let id = OperationId(index);
        shared_errors.add(id, errors_of(api, names, operation));
        shared_headers.add(id, headers_of(api, names, operation));
    }
    names.errors = shared_errors.named(taken, &["Errors"], |id| {
        let operation = api.operations.get(id.0);
        operation.map_or_else(Vec::new, |operation| case_names(&errors(operation)))
    });
    names.headers = shared_headers.named(taken, &["ResponseHeaders"], |id| {
        api.operations.get(id.0).map_or_else(Vec::new, header_names)
    });
    let uses = |shared: &[Shared]| -> HashMap<OperationId, usize> {
        let uses = shared.iter().zip(0..);
        uses.flat_map(|(shared, index)| shared.operations.iter().map(move |id| (*id, index)))
            .collect()
    };
    let (of_errors, of_headers) = (uses(&names.errors), uses(&names.headers));
    for (index, name) in names.operations.iter_mut().enumerate() {
        name.shared_error = of_errors.get(&OperationId(index)).copied();
        name.shared_headers = of_headers.get(&OperationId(index)).copied();
    }
}

/// What an operation could share with others.
#[derive(Debug)]
struct Content<S> {
    /// What must be equal.
    signature: S,
    /// What it is named after.
    label: String,
    /// The module that it is in.
    module: usize,
}

/// Contents that operations could share, in the order of the operations.
#[derive(Debug)]
struct Candidates<S> {
    contents: Vec<(Content<S>, Vec<OperationId>)>,
    /// The indices of the contents with this label.
    by_label: HashMap<String, Vec<usize>>,
}

impl<S> Default for Candidates<S> {
    fn default() -> Self {
        Self {
            contents: Vec::new(),
            by_label: HashMap::new(),
        }
    }
}

impl<S: PartialEq> Candidates<S> {
    /// Adds an operation to those with the same content.
    fn add(&mut self, id: OperationId, content: Option<Content<S>>) {
        let Some(content) = content else { return };
        let alike = self.by_label.entry(content.label.clone()).or_default();
        for index in alike.iter() {
            if let Some((known, operations)) = self.contents.get_mut(*index)
                && known.signature == content.signature
            {
                operations.push(id);
                return;
            }
        }
        alike.push(self.contents.len());
        self.contents.push((content, vec![id]));
    }

    /// Names the contents, in the order of their labels. Different ones with the same label take these endings.
    fn named(
        mut self,
        taken: &mut Taken,
        endings: &[&str],
        members: impl Fn(OperationId) -> Vec<String>,
    ) -> Vec<Shared> {
        self.contents
            .sort_by(|(left, _), (right, _)| left.label.cmp(&right.label));
        let shared = self
            .contents
            .into_iter()
            .filter_map(|(content, operations)| {
                let taken = taken.entry(content.module).or_default();
                let label = &content.label;
                let candidate = Candidate::new(label.clone(), Priority::Derived, || {
                    let more = endings.iter().map(|ending| format!("{label}{ending}"));
                    more.collect()
                });
                let ident = resolve(&[candidate], taken).names.pop()?;
                taken.insert(ident.clone());
                let members = members(*operations.first()?);
                Some(Shared {
                    module: content.module,
                    name: EnumName {
                        ident: Identifier::new(ident),
                        members: Identifier::all(members),
                    },
                    operations,
                })
            });
        shared.collect()
    }
}

/// For each case: its status, the media type where that matters, and how the body is read.
type ErrorSignature = Vec<(Status, Option<String>, Option<Decoding>)>;

/// The documented errors of an operation, if others can have them, too.
fn errors_of(api: &Api, names: &Names, operation: &Operation) -> Option<Content<ErrorSignature>> {
    let cases = errors(operation);
    let bodies = cases
        .iter()
        .filter_map(|case| case.decoding()?.model())
        .collect::<Vec<_>>();
    let module = module(api, names, &bodies, ERRORS)?;
    let label = error_label(names, &cases)?;
    let signature = cases.iter().map(|case| {
        let media = case.content.filter(|_| case.several_media);
        let media = media.map(|content| content.media.clone());
        let typed = case.decoding().filter(|_| case.is_typed_error());
        (case.status, media, typed.cloned())
    });
    Some(Content {
        signature: signature.collect(),
        label,
        module,
    })
}

/// The keys of the headers, in lower case and sorted, and what they hold.
type HeadersSignature = Vec<(String, Type)>;

/// The response headers of an operation, if others can have them, too.
fn headers_of(
    api: &Api,
    names: &Names,
    operation: &Operation,
) -> Option<Content<HeadersSignature>> {
    if !has_headers(operation) {
        return None;
    }
    let headers = headers(operation);
    let types: Vec<&Type> = headers.iter().map(|header| &header.ty).collect();
    let module = module(api, names, &types, HEADERS)?;
    let mut signature: HeadersSignature = headers
        .iter()
        .map(|header| (header.key.to_lowercase(), header.ty.clone()))
        .collect();
    signature.sort_by(|(left, _), (right, _)| left.cmp(right));
    let keys: Vec<&str> = signature.iter().map(|(key, _)| key.as_str()).collect();
    Some(Content {
        label: headers_label(&keys)?,
        signature,
        module,
    })
}

/// The module of what holds these types: the one that they are in, or this one where all are shared by the whole API.
/// None where a type belongs to one operation.
fn module(api: &Api, names: &Names, types: &[&Type], shared: usize) -> Option<usize> {
    let ids: Vec<_> = types.iter().flat_map(|ty| ty.named()).collect();
    let has_name = ids.iter().all(|id| {
        matches!(
            api.type_def(*id).naming,
            Naming::Key(_) | Naming::Explicit(_)
        )
    });
    let modules: BTreeSet<usize> = ids.iter().map(|id| names.of_type(*id).module).collect();
    let mut modules = modules.into_iter().filter(|module| *module != MODELS);
    let first = modules.next();
    (has_name && modules.next().is_none()).then(|| first.unwrap_or(shared))
}
