//! What does not fit about arguments: where, and what would fit.

use std::fmt;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

/// Maximum number of problems that are reported at once.
const MOST: usize = 16;
/// Maximum number of valid values that a message lists.
const LISTED: usize = 32;

/// Something about the arguments that does not fit.
///
/// It holds no value that was given: that might be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArgumentProblem {
    /// Where: a JSON pointer into the arguments.
    pub pointer: String,
    /// What does not fit.
    pub kind: ProblemKind,
    /// The valid names or values there, where they are known.
    pub valid: Vec<String>,
    /// The valid name closest to the given one.
    pub similar: Option<String>,
}

/// What does not fit about an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// There is no argument or property of this name.
    UnknownName(String),
    /// An argument or property is missing.
    Missing(String),
    /// The value is of another JSON type; those that fit.
    WrongType(Vec<String>),
    /// The value is not one of the valid ones.
    UnknownValue,
    /// The value is not any of the forms that are possible here.
    NoVariant,
    /// Anything else; the keyword of JSON Schema that does not hold.
    Keyword(String),
}

impl fmt::Display for ArgumentProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() {
            "/"
        } else {
            &self.pointer
        };
        match &self.kind {
            ProblemKind::UnknownName(name) => write!(f, "`{pointer}`: unknown name `{name}`")?,
            ProblemKind::Missing(name) => write!(f, "`{pointer}`: `{name}` is missing")?,
            ProblemKind::WrongType(types) => {
                write!(f, "`{pointer}`: the value must be {}", types.join(" or "))?;
            }
            ProblemKind::UnknownValue => write!(f, "`{pointer}`: the value is not valid")?,
            ProblemKind::NoVariant => {
                write!(f, "`{pointer}`: the value has none of the possible forms")?;
            }
            ProblemKind::Keyword(keyword) => {
                write!(f, "`{pointer}`: the value does not satisfy `{keyword}`")?;
            }
        }
        if let Some(similar) = &self.similar {
            write!(f, ", did you mean `{similar}`?")?;
        }
        if !self.valid.is_empty() {
            let listed: Vec<String> = self
                .valid
                .iter()
                .take(LISTED)
                .map(|name| format!("`{name}`"))
                .collect();
            let more = self.valid.len().saturating_sub(listed.len());
            write!(f, " (valid: {}", listed.join(", "))?;
            if more > 0 {
                write!(f, " and {more} more")?;
            }
            f.write_str(")")?;
        }
        Ok(())
    }
}

/// What does not fit about `instance`.
pub(super) fn problems(
    validator: &Validator,
    schema: &Value,
    instance: &Value,
) -> Vec<ArgumentProblem> {
    if validator.is_valid(instance) {
        return Vec::new();
    }
    let mut problems: Vec<ArgumentProblem> = Vec::new();
    for error in validator.iter_errors(instance).take(MOST) {
        for problem in of(&error, schema) {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    problems
}

/// What an error of the validator means.
fn of(error: &ValidationError<'_>, schema: &Value) -> Vec<ArgumentProblem> {
    let at = |kind: ProblemKind, valid: Vec<String>| ArgumentProblem {
        pointer: error.instance_path().as_str().to_owned(),
        kind,
        valid,
        similar: None,
    };
    let kind = error.kind();
    if let ValidationErrorKind::AdditionalProperties { unexpected } = kind {
        let valid = sibling_names(error, schema);
        let unknown = unexpected.iter().map(|name| ArgumentProblem {
            pointer: below(error.instance_path().as_str(), name),
            kind: ProblemKind::UnknownName(name.clone()),
            similar: similar(name, valid.iter().map(String::as_str)).map(str::to_owned),
            valid: valid.clone(),
        });
        return unknown.collect();
    }
    if let ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } =
        kind
    {
        return closest(context, schema)
            .unwrap_or_else(|| vec![at(ProblemKind::NoVariant, Vec::new())]);
    }
    vec![if let ValidationErrorKind::Required { property } = kind {
        let name = property.as_str().unwrap_or_default().to_owned();
        at(ProblemKind::Missing(name), sibling_names(error, schema))
    } else if let ValidationErrorKind::Enum { options } = kind {
        let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
        at(
            ProblemKind::UnknownValue,
            options.iter().map(shown).collect(),
        )
    } else if let ValidationErrorKind::Constant { expected_value } = kind {
        at(ProblemKind::UnknownValue, vec![shown(expected_value)])
    } else if let ValidationErrorKind::Type { kind } = kind {
        at(ProblemKind::WrongType(types(kind)), Vec::new())
    } else {
        at(ProblemKind::Keyword(kind.keyword().to_owned()), Vec::new())
    }]
}

/// The problems of the variant that a value is most like: the one whose problems are deepest, if there is one such.
fn closest(
    variants: &[Vec<ValidationError<'static>>],
    schema: &Value,
) -> Option<Vec<ArgumentProblem>> {
    let depth = |errors: &Vec<ValidationError<'static>>| {
        let depths = errors.iter().map(|error| {
            // A wrong type of the value itself says that another variant is meant.
            let is_type = matches!(error.kind(), ValidationErrorKind::Type { .. });
            let depth = error.instance_path().as_str().matches('/').count();
            depth
                .saturating_mul(2)
                .saturating_add(usize::from(!is_type))
        });
        depths.min().unwrap_or_default()
    };
    let deepest = variants.iter().map(depth).max()?;
    let mut candidates = variants.iter().filter(|errors| depth(errors) == deepest);
    let only = candidates.next()?;
    if candidates.next().is_some() {
        return None;
    }
    let problems = only.iter().flat_map(|error| of(error, schema));
    Some(problems.take(MOST).collect())
}

/// The names of the properties beside the keyword that does not hold.
fn sibling_names(error: &ValidationError<'_>, schema: &Value) -> Vec<String> {
    let path = error.schema_path().as_str();
    let mut at = path;
    // `required` has an index of its own in some paths.
    while let Some((parent, _)) = at.rsplit_once('/') {
        let properties = schema.pointer(parent).and_then(|it| it.get("properties"));
        if let Some(properties) = properties.and_then(Value::as_object) {
            return properties.keys().cloned().collect();
        }
        at = parent;
    }
    Vec::new()
}

/// A valid value, as a message shows it.
fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn types(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Single(json) => vec![json.to_string()],
        TypeKind::Multiple(set) => set.iter().map(|json| json.to_string()).collect(),
    }
}

/// A pointer to a member.
fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The name that is most like `name`, if one is like it.
pub(super) fn similar<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| -> Vec<char> {
        text.chars()
            .filter(|char| char.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let wanted = plain(name);
    let most = (wanted.len() / 2).clamp(1, 4);
    known
        .map(|known| (distance(&wanted, &plain(known)), known))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, known)| known)
}

/// The edit distance (Levenshtein).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, char) in left.iter().enumerate() {
        let mut diagonal = index;
        let mut before = index.saturating_add(1);
        let mut next = vec![before];
        for (other, above) in right.iter().zip(row.iter().skip(1)) {
            let replaced = diagonal.saturating_add(usize::from(char != other));
            before = replaced
                .min(above.saturating_add(1))
                .min(before.saturating_add(1));
            next.push(before);
            diagonal = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
