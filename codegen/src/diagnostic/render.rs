//! Diagnostics → text, with source excerpts.

use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{self, Mark};
use super::plain;
use super::spans::Spans;
use super::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::document::{At, DocumentId, Documents};

impl Diagnostics {
    /// Renders all diagnostics as text; `color` for a terminal.
    pub fn render(&self, documents: &Documents, color: bool) -> String {
        print(&self.sorted(), documents, color)
    }

    /// Renders all errors and simplifications, and a limited number of warnings of each code.
    pub(crate) fn render_most(
        &self,
        documents: &Documents,
        color: bool,
        warnings: usize,
    ) -> String {
        let mut reported: HashMap<Code, usize> = HashMap::new();
        let mut shown = self.sorted();
        shown.retain(|diagnostic| {
            let count = reported.entry(diagnostic.code).or_default();
            *count += 1;
            diagnostic.severity != Severity::Warning || *count <= warnings
        });
        print(&shown, documents, color)
    }

    /// Counts the diagnostics of each code and severity.
    pub(crate) fn counts(&self) -> Vec<(Code, Severity, usize)> {
        let mut counts: Vec<(Code, Severity, usize)> = Vec::new();
        for diagnostic in self.sorted() {
            match counts
                .iter_mut()
                .find(|(code, ..)| *code == diagnostic.code)
            {
                Some((.., count)) => *count += 1,
                None => counts.push((diagnostic.code, diagnostic.severity, 1)),
            }
        }
        counts.sort();
        counts
    }
}

fn print(diagnostics: &[&Diagnostic], documents: &Documents, color: bool) -> String {
    let mut printer = Printer {
        places: Places::new(documents),
        renderer: if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        },
    };
    let texts: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| printer.print(diagnostic))
        .collect();
    texts.join("\n\n")
}

struct Printer<'d> {
    places: Places<'d>,
    renderer: Renderer,
}

/// Finds the text of locations.
pub(super) struct Places<'d> {
    documents: &'d Documents,
    /// The spans of the documents read so far.
    spans: HashMap<DocumentId, Spans<'d>>,
}

/// A location with its text.
pub(super) struct Found<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) range: Option<Range<usize>>,
    /// The JSON pointer, if the location cannot be found in the text.
    pub(super) pointer: String,
    label: &'a str,
}

impl Printer<'_> {
    fn print(&mut self, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Simplified => Level::WARNING.with_name("simplified"),
            Severity::Warning => Level::WARNING,
        };
        let title = level
            .primary_title(plain::line(&diagnostic.message))
            .id(diagnostic.code.as_str());
        let primary = self
            .places
            .find(&diagnostic.primary.place, &diagnostic.primary.text);
        let mut others: Vec<Found<'_>> = Vec::new();
        for label in &diagnostic.secondary {
            others.push(self.places.find(&label.place, &label.text));
        }
        let operation = self.places.operation(diagnostic);
        if let Some(place) = &operation {
            others.push(self.places.find(place, "in this operation"));
        }
        let mut moved = Vec::new();
        let mut groups = vec![show(Group::with_title(title), primary, others, &mut moved)];
        if let Some(help) = &diagnostic.help {
            if let Some(place) = &diagnostic.help_place {
                let title = Level::HELP.secondary_title(plain::line(help));
                let found = self.places.find(place, "");
                let group = Group::with_title(title);
                groups.push(show(group, found, Vec::new(), &mut moved));
            } else {
                let first = groups.remove(0);
                groups.push(first.element(Level::HELP.message(plain::line(help))));
            }
        }
        let text = self.renderer.render(&groups);
        let text = moved.iter().fold(text, |text, moved| {
            text.replacen(&moved.shown, &moved.real, 1)
        });
        plain::lines(&text).into_owned()
    }
}

impl<'d> Places<'d> {
    pub(super) fn new(documents: &'d Documents) -> Self {
        Self {
            documents,
            spans: HashMap::new(),
        }
    }

    pub(super) fn find<'a>(&mut self, place: &'a Place, label: &'a str) -> Found<'a>
    where
        'd: 'a,
    {
        let (id, node) = match place {
            Place::Value(id, node) | Place::Key(id, node) | Place::EarlierKey(id, node) => {
                (*id, *node)
            }
            Place::Text(file, line, column, text) => {
                let range = excerpt::character(text, *line, *column);
                let pointer = String::new();
                return Found {
                    file,
                    text,
                    range,
                    pointer,
                    label,
                };
            }
            Place::File(file) => {
                let pointer = String::new();
                return Found {
                    file,
                    text: "",
                    range: None,
                    pointer,
                    label,
                };
            }
        };
        let document = self.documents.document(id);
        let at = self.documents.at(id, node);
        let spans = self
            .spans
            .entry(id)
            .or_insert_with(|| Spans::read(&document.text));
        let steps = at.steps();
        let range = if matches!(place, Place::EarlierKey(..)) {
            spans.earlier_key(&steps)
        } else {
            spans
                .locate(&steps)
                .map(|located| match (place, located.key) {
                    (Place::Key(..), Some(key)) => key,
                    // A multi-line or empty value is shown by its key.
                    (_, Some(key)) if excerpt::is_elusive(&document.text, &located.value) => key,
                    _ => excerpt::first_line(&document.text, located.value),
                })
        };
        Found {
            file: &document.name,
            text: &document.text,
            range,
            pointer: at.pointer(),
            label,
        }
    }

    /// Returns the id of the operation that contains the diagnostic, unless it is shown anyway.
    fn operation(&self, diagnostic: &Diagnostic) -> Option<Place> {
        let (Place::Value(id, node) | Place::Key(id, node)) = diagnostic.primary.place else {
            return None;
        };
        let steps = self.documents.at(id, node).steps();
        let [paths, path, method, _, ..] = steps.as_slice() else {
            return None;
        };
        if paths != "paths" {
            return None;
        }
        let root = self.documents.root(id);
        let operation = root.get(paths)?.get(path)?.get(method)?;
        let shown = operation.get("operationId");
        let same = |at: At<'_>| at.id() == (id, node);
        if same(operation) || shown.is_some_and(same) {
            return None;
        }
        shown.map(Place::value)
    }
}

/// A location in an excerpt of a long line, as the renderer counts it, and the corresponding location in the file.
struct Moved {
    shown: String,
    real: String,
}

/// Adds the source lines of a diagnostic.
fn show<'a>(
    mut group: Group<'a>,
    primary: Found<'a>,
    others: Vec<Found<'a>>,
    moved: &mut Vec<Moved>,
) -> Group<'a> {
    let mut files: Vec<Vec<(Found<'a>, AnnotationKind)>> = Vec::new();
    let labels = std::iter::once((primary, AnnotationKind::Primary)).chain(
        others
            .into_iter()
            .map(|found| (found, AnnotationKind::Context)),
    );
    for (found, kind) in labels {
        match files
            .iter_mut()
            .find(|file| file.iter().any(|(known, _)| known.file == found.file))
        {
            Some(file) => file.push((found, kind)),
            None => files.push(vec![(found, kind)]),
        }
    }
    for file in files {
        let Some((first, _)) = file.first() else {
            continue;
        };
        let (name, text) = (first.file, first.text);
        let mut lost = Vec::new();
        let mut marks = Vec::new();
        for (found, kind) in file {
            match found.range {
                Some(range) => marks.push(Mark {
                    range,
                    label: found.label,
                    kind,
                }),
                None => lost.push(found.pointer),
            }
        }
        group = if marks.is_empty() {
            group.element(Origin::path(plain::line(name)))
        } else {
            excerpts(group, name, text, marks, moved)
        };
        for pointer in lost.into_iter().filter(|pointer| !pointer.is_empty()) {
            group = group.element(
                Level::NOTE.message(plain::line(&format!("at `#{pointer}`")).into_owned()),
            );
        }
    }
    group
}

fn excerpts<'a>(
    group: Group<'a>,
    name: &'a str,
    text: &'a str,
    marks: Vec<Mark<'a>>,
    moved: &mut Vec<Moved>,
) -> Group<'a> {
    let excerpt = excerpt::cut(text, marks);
    if let Some((shown, real)) = excerpt.columns {
        let place = |column: usize| format!("{}:{}:{column}", plain::line(name), excerpt.line);
        moved.push(Moved {
            shown: place(shown),
            real: place(real),
        });
    }
    let mut snippet = Snippet::source(excerpt.text)
        .line_start(excerpt.line)
        .path(plain::line(name));
    for mark in excerpt.marks {
        snippet = snippet.annotation(mark.kind.span(mark.range).label(plain::line(mark.label)));
    }
    group.element(snippet)
}
