//! Doc comments as rustdoc reads them.

use rustdoc_markdown::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::items::words;

/// Returns the doc comments of a file, as Markdown.
pub(crate) fn doc_comments(text: &str) -> Vec<String> {
    let mut comments: Vec<String> = Vec::new();
    let mut before = None;
    for line in text.lines() {
        let line = line.trim_start();
        let mark = ["///", "//!"]
            .into_iter()
            .find(|mark| line.starts_with(mark));
        if let Some(mark) = mark {
            let text = line.get(mark.len()..).unwrap_or_default();
            let text = text.strip_prefix(' ').unwrap_or(text);
            match comments.last_mut().filter(|_| before == Some(mark)) {
                Some(comment) => {
                    comment.push('\n');
                    comment.push_str(text);
                }
                None => comments.push(text.to_owned()),
            }
        }
        before = mark;
    }
    comments
}

/// Checks a text against the rules for comments; returns its number of doc tests.
pub(crate) fn check_markdown(text: &str) -> Result<usize, String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let parser = Parser::new_ext(text, options);
    if parser.reference_definitions().iter().next().is_some() {
        return Err(format!("a reference definition:\n{text}"));
    }
    let mut doc_tests = 0;
    let mut code: Option<String> = None;
    for event in parser {
        let problem = match &event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some("indented code"),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                code = is_rust(info).then(String::new);
                (is_rust(info) && &**info != "no_run").then_some("a doc test of the document")
            }
            Event::Text(text) => {
                if let Some(code) = &mut code {
                    code.push_str(text);
                }
                None
            }
            Event::End(rustdoc_markdown::TagEnd::CodeBlock) => {
                if let Some(code) = code.take() {
                    doc_tests += 1;
                    check_example(&code)?;
                }
                None
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => link_problem(*link_type, dest_url),
            Event::Start(Tag::Image { .. }) => Some("an image"),
            Event::Start(Tag::FootnoteDefinition(_)) | Event::FootnoteReference(_) => {
                Some("a footnote")
            }
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => Some("HTML"),
            Event::Start(_)
            | Event::End(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => None,
        };
        if let Some(problem) = problem {
            return Err(format!("{problem}:\n{text}"));
        }
    }
    Ok(doc_tests)
}

/// Checks that a link leads to the web, or to an item of the crate.
fn link_problem(link_type: LinkType, target: &str) -> Option<&'static str> {
    let is_item = target
        .chars()
        .all(|char| char.is_alphanumeric() || matches!(char, '_' | ':' | '#'))
        && !["javascript", "data", "vbscript", "file"].contains(&target.split(':').next()?);
    let is_web = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| target.starts_with(scheme));
    let is_known = matches!(link_type, LinkType::Inline | LinkType::Autolink);
    (!is_known || !(is_item || is_web)).then_some("a link to something else")
}

/// Whether rustdoc treats code with an info string as Rust.
fn is_rust(info: &str) -> bool {
    let mut words = info.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    words.all(|word| {
        let is_error = word.len() == 5
            && word.starts_with('E')
            && word[1..].bytes().all(|byte| byte.is_ascii_digit());
        let known = [
            "rust",
            "should_panic",
            "no_run",
            "test_harness",
            "compile_fail",
            "standalone_crate",
            "standalone",
            "custom",
        ];
        is_error
            || known.contains(&word)
            || word.starts_with("ignore")
            || word.starts_with("edition")
            || word.starts_with('{')
    })
}

/// Checks that the code of an example is Rust that contains the canary only in literals.
fn check_example(code: &str) -> Result<(), String> {
    let lines = code
        .lines()
        .map(|line| line.strip_prefix("# ").unwrap_or(line));
    let code = lines.collect::<Vec<_>>().join("\n");
    let tokens = code
        .parse()
        .map_err(|error| format!("an example is not Rust: {error}\n{code}"))?;
    syn::parse_str::<syn::File>(&code)
        .map_err(|error| format!("an example is not Rust: {error}\n{code}"))?;
    let words = words(tokens);
    let runs = words
        .windows(4)
        .any(|words| words == ["fs", ":", ":", "write"]);
    if runs {
        return Err(format!("an example runs code of the document:\n{code}"));
    }
    Ok(())
}
