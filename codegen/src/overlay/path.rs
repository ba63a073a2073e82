//! `JSONPath` (RFC 9535): which values an action is about.

use std::collections::HashSet;

use serde_json::Value as Json;
use serde_json_path::{JsonPath, PathElement};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::edit::Content;
use crate::document::{At, Tree};

/// The longest path that is read.
const MAX_LENGTH: usize = 4096;

/// How deep brackets of a path may nest: its reader calls itself for each.
const MAX_BRACKETS: usize = 32;

/// What a regular expression costs for a value, in visits: it is compiled each time.
const REGEX_VISITS: f64 = 100.0;

/// What a path to one value costs, whatever its length.
const PLAIN_VISITS: f64 = 100.0;

/// A key or an index, on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Step {
    Index(usize),
    Name(String),
}

/// A path that has been read.
pub(super) struct Path {
    path: JsonPath,
    shape: Shape,
}

/// What a path is made of, outside of its texts.
#[derive(Debug, Default, PartialEq)]
struct Shape {
    /// Segments with `..`.
    descents: u32,
    /// Whether there is anything but names and indices.
    is_wide: bool,
    /// By how much selectors beside each other multiply what is found.
    selectors: f64,
    /// Queries in filters that begin at the root, other than those for one value.
    roots: i32,
    regexes: i32,
    /// How deep brackets nest.
    brackets: usize,
}

impl Path {
    /// Reads a path; what is none is reported.
    pub(super) fn parse(at: At<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = at.str().unwrap_or_default();
        let shape = Shape::of(text);
        if text.len() > MAX_LENGTH || shape.brackets > MAX_BRACKETS {
            let message = "this JSONPath is longer or nests deeper than is sensible";
            diagnostics.report(Diagnostic::new(Code::TooLarge, at, message));
            return None;
        }
        // Other tools, and examples of the standard, take dashes in names without quotes.
        match JsonPath::parse(text)
            .or_else(|fault| JsonPath::parse(&quoted(text)).map_err(|_| fault))
        {
            Ok(path) => Some(Self { path, shape }),
            Err(fault) => {
                let message = format!("this is no JSONPath: {}", fault.message());
                let rest: String = text.chars().skip(fault.position()).take(20).collect();
                let diagnostic = Diagnostic::new(Code::BadOverlay, at, message);
                diagnostics.report(if rest.is_empty() {
                    diagnostic
                } else {
                    diagnostic.help(format!("the error is at `{rest}`"))
                });
                None
            }
        }
    }

    /// The locations of what it leads to, each once, sorted by their steps.
    pub(super) fn find(&self, json: &Json) -> Vec<Vec<Step>> {
        let found = self.path.query_located(json);
        let locations = found.locations().map(|location| {
            let steps = location.iter().map(|element| match element {
                PathElement::Name(name) => Step::Name((*name).to_owned()),
                PathElement::Index(index) => Step::Index(*index),
            });
            steps.collect()
        });
        let mut locations: Vec<Vec<Step>> = locations.collect();
        locations.sort();
        locations.dedup();
        locations
    }

    /// At most so many values are visited on the way.
    pub(super) fn visits(&self, tree: &Tree) -> f64 {
        if !self.shape.is_wide {
            return PLAIN_VISITS;
        }
        let size = u32::try_from(tree.size()).map_or(f64::MAX, f64::from);
        self.shape.visits(size, f64::from(tree.depth()))
    }
}

impl Shape {
    fn of(text: &str) -> Self {
        let mut shape = Self {
            selectors: 1.0,
            ..Self::default()
        };
        let plain = without_texts(text);
        shape.descents = u32::try_from(plain.matches("..").count()).unwrap_or(u32::MAX);
        shape.is_wide = is_wide(&plain);
        shape.regexes = count(&plain, "match(") + count(&plain, "search(");
        for (at, _) in plain.match_indices('$').skip(1) {
            let query = plain.get(at + 1..).unwrap_or_default();
            shape.roots += i32::from(is_wide(first_query(query)));
        }
        let mut open: Vec<f64> = Vec::new();
        for char in plain.chars() {
            match char {
                '[' | '(' => {
                    open.push(1.0);
                    shape.brackets = shape.brackets.max(open.len());
                }
                ',' => open
                    .iter_mut()
                    .last()
                    .into_iter()
                    .for_each(|count| *count += 1.0),
                ']' | ')' => shape.selectors *= open.pop().unwrap_or(1.0),
                _ => {}
            }
        }
        shape
    }

    /// The ways to divide a path of at most `depth` steps among the segments with `..`, for each of `size` values.
    fn visits(&self, size: f64, depth: f64) -> f64 {
        let divisions: f64 = (1..self.descents)
            .map(|segment| (depth + f64::from(segment)) / f64::from(segment))
            .product();
        size * divisions
            * self.selectors
            * size.powi(self.roots)
            * REGEX_VISITS.powi(self.regexes.min(2))
    }
}

fn count(text: &str, part: &str) -> i32 {
    i32::try_from(text.matches(part).count()).unwrap_or(i32::MAX)
}

/// Whether a path leads to more than one value.
fn is_wide(plain: &str) -> bool {
    plain.contains("..") || plain.contains(['*', '?', ':', ','])
}

/// A query in a filter, from the text that begins with it.
fn first_query(text: &str) -> &str {
    let mut open = 0_usize;
    let end = text.find(|char| match char {
        '[' | '(' => {
            open += 1;
            false
        }
        ']' | ')' if open == 0 => true,
        ']' | ')' => {
            open -= 1;
            false
        }
        _ => open == 0 && (char.is_whitespace() || "=<>!&|,".contains(char)),
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// The path with nothing between its quotes.
fn without_texts(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    let mut quote = None;
    while let Some(char) = chars.next() {
        match quote {
            Some(_) if char == '\\' => {
                chars.next();
            }
            Some(open) if char == open => {
                quote = None;
                plain.push(char);
            }
            Some(_) => {}
            None => {
                if matches!(char, '\'' | '"') {
                    quote = Some(char);
                }
                plain.push(char);
            }
        }
    }
    plain
}

/// The path with names that have dashes in brackets and quotes.
fn quoted(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    let mut quote = None;
    while let Some(char) = rest.chars().next() {
        let (_, after) = rest.split_at(char.len_utf8());
        let is_name = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-');
        let end = after.find(|char| !is_name(char)).unwrap_or(after.len());
        let (name, behind) = after.split_at(end);
        if char == '.' && quote.is_none() && name.contains('-') {
            // Two dots stay two.
            if result.ends_with('.') {
                result.push('.');
            }
            result.extend(["['", name, "']"]);
            rest = behind;
            continue;
        }
        match quote {
            Some(open) if char == open => quote = None,
            None if matches!(char, '\'' | '"') => quote = Some(char),
            Some(_) | None => {}
        }
        result.push(char);
        rest = after;
    }
    result
}

/// The names of a path that has nothing else.
pub(super) fn plain_steps(text: &str) -> Option<Vec<String>> {
    let mut rest = text.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (name, behind) = if let Some(quoted) = rest.strip_prefix("['") {
            quoted.split_once("']")?
        } else if let Some(quoted) = rest.strip_prefix("[\"") {
            quoted.split_once("\"]")?
        } else {
            let plain = rest.strip_prefix('.')?;
            plain.split_at(plain.find(['.', '[']).unwrap_or(plain.len()))
        };
        if name.is_empty() || name.contains(['*', '\\']) {
            return None;
        }
        steps.push(name.to_owned());
        rest = behind;
    }
    Some(steps)
}

/// A path, and a name behind it.
pub(super) fn joined(path: &str, name: &str) -> String {
    format!("{path}['{name}']")
}

/// Takes values out of their parent, all at once: one by one, each would move those behind it.
pub(super) fn remove(parent: &mut Tree, steps: &HashSet<Step>) {
    match &mut parent.content {
        Content::List(items) => retain(items, steps),
        Content::Map(entries) => {
            entries.retain(|key, _| !steps.contains(&Step::Name(key.to_string())));
        }
        Content::Null
        | Content::Bool(_)
        | Content::Integer(_)
        | Content::Float(_)
        | Content::String(_) => {}
    }
}

/// Takes values out of their parent.
pub(super) fn remove_json(parent: &mut Json, steps: &HashSet<Step>) {
    match parent {
        Json::Array(items) => retain(items, steps),
        Json::Object(entries) => {
            entries.retain(|key, _| !steps.contains(&Step::Name(key.clone())));
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn retain<T>(items: &mut Vec<T>, removed: &HashSet<Step>) {
    let mut index = 0;
    items.retain(|_| {
        index += 1;
        !removed.contains(&Step::Index(index - 1))
    });
}

/// The value at a location.
pub(super) fn json_at<'j>(json: &'j mut Json, location: &[Step]) -> Option<&'j mut Json> {
    location.iter().try_fold(json, |json, step| match step {
        Step::Index(index) => json.get_mut(index),
        Step::Name(name) => json.get_mut(name),
    })
}

impl Tree {
    /// The value at a location.
    pub(super) fn at(&self, location: &[Step]) -> Option<&Self> {
        location.iter().try_fold(self, |tree, step| match step {
            Step::Index(index) => tree.items().get(*index),
            Step::Name(name) => tree.get(name),
        })
    }

    /// The value at a location, to be changed.
    pub(super) fn at_mut(&mut self, location: &[Step]) -> Option<&mut Self> {
        location.iter().try_fold(self, |tree, step| match step {
            Step::Index(index) => tree.as_list_mut()?.get_mut(*index),
            Step::Name(name) => tree.get_mut(name),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, plain_steps, quoted};

    #[test]
    fn what_a_path_costs_is_counted_outside_of_its_texts() {
        let shape = |text: &str| Shape::of(text);
        assert!(!shape("$.paths['/a..b/{c},*'].get").is_wide);
        assert_eq!(shape("$.paths..x..y").descents, 2);
        assert_eq!(shape("$['a..b']..['c..d']").descents, 1);
        assert!((shape("$.a['b','c'][1,2,3]").selectors - 6.0).abs() < 0.1);
        assert_eq!(shape("$..[?@['$ref'] == '$']").roots, 0);
        assert_eq!(shape("$.a[?@.b == $.info.x].*").roots, 0);
        assert_eq!(shape("$.a[?@.b && $..x && $.y[*]]").roots, 2);
        assert_eq!(shape("$[?match(@.a, 'b') || search(@.c, 'd')]").regexes, 2);
        assert_eq!(shape("$[?((@.a) && (@[0]))]").brackets, 4);
    }

    #[test]
    fn the_cost_of_a_path_grows_with_what_it_visits() {
        let visits = |text: &str| Shape::of(text).visits(1e5, 10.0);
        assert!(visits("$.paths..responses['500']") < 1e6);
        assert!(visits("$.paths.*.*.parameters[?@.name == 'x']") < 1e6);
        assert!(visits("$..[?@.properties..[?@.type]]") < 2e6);
        for bomb in [
            "$..*..*..*..*",
            "$..[*,*,*,*,*][*,*,*,*,*][*,*,*,*,*]",
            "$..[?$..*]",
            "$..[?match(@.a, '(a{100}){100}')]",
        ] {
            assert!(visits(bomb) > 8e6, "{bomb}");
        }
    }

    #[test]
    fn names_with_dashes_are_quoted() {
        for (path, expected) in [
            ("$.a.x-b.c", "$.a['x-b'].c"),
            ("$..x-b", "$..['x-b']"),
            ("$['a.x-b'].y", "$['a.x-b'].y"),
            ("$[?@.x-a.b == '.x-c']", "$[?@['x-a'].b == '.x-c']"),
            ("$.größe", "$.größe"),
        ] {
            assert_eq!(quoted(path), expected);
        }
    }

    #[test]
    fn plain_paths_have_names_alone() {
        let steps = plain_steps("$.paths['/a.b'][\"get\"].x-y").expect("names");
        assert_eq!(steps, ["paths", "/a.b", "get", "x-y"]);
        for path in ["$.*", "$..a", "$[0]", "$[?@.a]", "a"] {
            assert_eq!(plain_steps(path), None, "{path}");
        }
    }
}
