//! A path, held against a template: what its parameters are.

/// The encoded values of a template's parameters, by name; none if the path is another one.
pub(super) fn captures<'t, 'p>(
    template: &'t str,
    path: &'p str,
) -> Option<Vec<(&'t str, &'p str)>> {
    let Some((literal, after)) = template.split_once('{') else {
        return (template == path).then(Vec::new);
    };
    let (name, after) = after.split_once('}')?;
    let remaining = path.strip_prefix(literal)?;
    // A value does not cross a segment; the shortest that lets the remaining template fit is taken.
    let end = remaining.find('/').unwrap_or(remaining.len());
    let ends = (0..=end).filter(|end| remaining.is_char_boundary(*end));
    let mut found = None;
    for end in ends {
        let (value, tail) = remaining.split_at(end);
        if let Some(mut captured) = captures(after, tail) {
            captured.insert(0, (name, value));
            found = Some(captured);
            if !after.is_empty() {
                break;
            }
        }
    }
    found
}
