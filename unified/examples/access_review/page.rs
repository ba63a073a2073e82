//! The evidence as a page for an auditor: one file, which loads nothing and runs nothing.

use std::collections::BTreeMap;

use super::audit::Audit;
use super::evidence::{Report, Row};
use super::html::{Cell, Group, Html};

/// The policy names the digest of the style that is below, and allows nothing else.
const HEAD: &str = concat!(
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; ",
    "style-src 'sha256-ps71G44C3NbhLduAyWAhTQgSMzBbAu8q7BgzaCL4jWo='\">\n",
    "<meta name=\"referrer\" content=\"no-referrer\">\n",
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    "<title>Access review</title>\n<style>",
    include_str!("page.css"),
    "</style>\n</head>\n<body>\n<main>\n<h1>Access review</h1>\n",
);

const NOTES: &str = "<section>\n<h2>How to read this page</h2>\n<ul>\n\
<li>An <strong>exception</strong> is access of a person whose status is not <code>active</code>. Access whose state the provider does \
not say counts as access.</li>\n\
<li><strong>Access</strong> is <code>inactive</code> where the person was removed from the app.</li>\n\
<li>People without apps are in the counts only. A person whose apps could not be read is listed under that heading, never left out.</li>\n\
<li>Times are UTC. Characters that are invisible or reorder text are shown as their code points, such as <code>[U+202E]</code>.</li>\n\
</ul>\n</section>\n";

const END: &str = "<section class=\"signature\">\n<h2>Review</h2>\n\
<dl><div><dt>Reviewed by</dt><dd></dd></div><div><dt>Date</dt><dd></dd></div><div><dt>Signature</dt><dd></dd></div></dl>\n\
</section>\n</main>\n</body>\n</html>\n";

/// Renders the page.
pub(crate) fn render(report: &Report) -> String {
    let mut html = Html::default();
    html.markup(HEAD);
    summary(&mut html, report);
    exceptions(&mut html, report);
    unread(&mut html, report);
    if !report.exceptions_only {
        by_app(&mut html, report);
        by_person(&mut html, report);
    }
    if let Some(audit) = &report.audit {
        log(&mut html, audit);
    }
    sources(&mut html, report);
    html.markup(NOTES).markup(END);
    html.into_string()
}

fn summary(html: &mut Html, report: &Report) {
    html.markup("<p class=\"about\">").text(report.source);
    for organization in &report.organizations {
        html.markup(" · ").text(organization);
    }
    html.markup(" · read from ").text(&time(&report.started));
    html.markup(" to ").text(&time(&report.finished));
    html.markup("</p>\n").markup(if report.is_complete() {
        "<p class=\"state\">Complete: everything that this page needs could be read.</p>\n"
    } else {
        "<p class=\"state problem\"><strong>Not complete.</strong> Something could not be read; the errors are below.</p>\n"
    });
    let counts = &report.counts;
    let cards = [
        ("exceptions", counts.exceptions),
        ("people", counts.users),
        ("people without apps", counts.users_without_apps),
        ("people not read", counts.unread_users),
        ("apps in use", counts.apps),
        ("assignments", counts.assignments),
        ("active assignments", counts.active_assignments),
    ];
    html.markup("<dl class=\"cards\">");
    for (label, count) in cards {
        html.markup("<div><dt>").markup(label).markup("</dt><dd>");
        html.text(&count.to_string()).markup("</dd></div>");
    }
    html.markup("</dl>\n");
}

fn exceptions(html: &mut Html, report: &Report) {
    html.markup("<section>\n<h2>Exceptions</h2>\n");
    let rows: Vec<&Row> = report.rows.iter().filter(|row| row.exception).collect();
    if rows.is_empty() {
        html.markup("<p>None: no one who is leaving or has left has access to an app.</p>\n");
    } else {
        let rows = rows.iter().map(|row| {
            let cells = [&row.email, &row.user_status, &row.app, &row.access];
            let cells = cells.iter().map(|value| Cell::optional(value.as_deref()));
            let person = Cell::Text(row.name.as_ref().unwrap_or(&row.user_id).clone());
            (None, std::iter::once(person).chain(cells).collect())
        });
        html.table(
            "Access of people who are leaving or have left",
            &["Person", "Email", "Status", "App", "Access"],
            rows,
        );
    }
    html.markup("</section>\n");
}

fn unread(html: &mut Html, report: &Report) {
    let errors = report.rows.iter().filter_map(|row| {
        let error = Cell::Text(row.error.clone()?);
        let person = Cell::Text(row.name.as_ref().unwrap_or(&row.user_id).clone());
        Some((
            None,
            vec![
                person,
                Cell::optional(row.email.as_deref()),
                Cell::Text(row.user_id.clone()),
                error,
            ],
        ))
    });
    if report.counts.unread_users > 0 {
        html.markup("<section>\n<h2>Not read</h2>\n");
        html.table(
            "People whose apps are not known",
            &["Person", "Email", "Id", "Error"],
            errors,
        );
        html.markup("</section>\n");
    }
}

fn by_app(html: &mut Html, report: &Report) {
    let mut apps: BTreeMap<_, (usize, usize, usize)> = BTreeMap::new();
    for row in &report.rows {
        if let (Some(name), Some(id)) = (&row.app, &row.app_id) {
            let (people, removed, exceptions) = apps.entry((name, id)).or_default();
            *people += 1;
            *removed += usize::from(row.access.as_deref() == Some("inactive"));
            *exceptions += usize::from(row.exception);
        }
    }
    let rows = apps.into_iter().map(|((name, id), counts)| {
        let (people, removed, exceptions) = counts;
        let cells = vec![
            Cell::Text(name.clone()),
            Cell::Text(id.clone()),
            Cell::Number(people - removed),
            Cell::Number(removed),
            Cell::Number(exceptions),
        ];
        (None, cells)
    });
    html.markup("<section>\n<h2>By app</h2>\n").table(
        "How many people have access to each app",
        &["App", "Id", "With access", "Removed", "Exceptions"],
        rows,
    );
    html.markup("</section>\n");
}

fn by_person(html: &mut Html, report: &Report) {
    let rows = report.rows.iter().filter_map(|row| {
        let cells = vec![
            Cell::Text(row.app.clone()?),
            Cell::optional(row.app_id.as_deref()),
            Cell::optional(row.access.as_deref()),
            if row.exception {
                Cell::Mark("exception")
            } else {
                Cell::optional(None)
            },
        ];
        Some((Some(person(row)), cells))
    });
    html.markup("<section>\n<h2>By person</h2>\n").table(
        "The apps of each person",
        &["App", "Id", "Access", "Exception"],
        rows,
    );
    html.markup("</section>\n");
}

fn log(html: &mut Html, audit: &Audit) {
    html.markup("<section>\n<h2>Audit log</h2>\n");
    if let Some(error) = &audit.error {
        html.markup("<p class=\"problem\"><strong>Not complete:</strong> ");
        html.text(error).markup("</p>\n");
    }
    let rows = audit.entries.iter().map(|entry| {
        let at = entry.time.as_deref().map(time);
        let cells = [&entry.who, &entry.what, &entry.address, &entry.details];
        let cells = cells.iter().map(|value| Cell::optional(value.as_deref()));
        let at = Cell::optional(at.as_deref());
        (None, std::iter::once(at).chain(cells).collect())
    });
    html.table(
        "What administrators did, newest first",
        &["Time", "Who", "What", "Address", "Details"],
        rows,
    );
    html.markup("</section>\n");
}

fn sources(html: &mut Html, report: &Report) {
    let counts = &report.counts;
    let row = |source: &str, records: usize, unread: usize, range: String| {
        let source = format!("{}: {source}", report.source);
        let counts = [Cell::Number(records), Cell::Number(unread)];
        let cells = std::iter::once(Cell::Text(source)).chain(counts);
        (None, cells.chain([Cell::Text(range)]).collect())
    };
    let read = format!(
        "read {} to {}",
        time(&report.started),
        time(&report.finished)
    );
    let mut rows = vec![
        row("organizations", report.organizations.len(), 0, read.clone()),
        row("users", counts.users, 0, read.clone()),
        row(
            "apps of each user",
            counts.assignments,
            counts.unread_users,
            read,
        ),
    ];
    if let Some(audit) = &report.audit {
        let since = format!("since {}: {}", time(&audit.since), audit.areas.join(", "));
        let errors = usize::from(audit.error.is_some());
        rows.push(row("audit log", audit.entries.len(), errors, since));
    }
    html.markup("<section>\n<h2>Sources</h2>\n").table(
        "What was read",
        &["Source", "Records", "Errors", "When"],
        rows,
    );
    html.markup("</section>\n");
}

/// A person as the header of rows: the name, else the id; then address, id and status.
fn person(row: &Row) -> Group {
    let details = [
        row.email.as_ref(),
        Some(&row.user_id),
        row.user_status.as_ref(),
    ];
    Group {
        name: row.name.as_ref().unwrap_or(&row.user_id).clone(),
        details: details.into_iter().flatten().cloned().collect(),
    }
}

/// A time without fractions of a second, or any other text as it is.
fn time(text: &str) -> String {
    match text.parse::<jiff::Timestamp>() {
        Ok(time) => time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        Err(_) => text.to_owned(),
    }
}
