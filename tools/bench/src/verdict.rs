//! A bar, and whether it is reached.

/// A ratio to the best peer, and the most that it may be.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    /// What was measured.
    pub(super) what: String,
    /// Ours.
    pub(super) ours: f64,
    /// The best peer's, and who it is.
    pub(super) best: (f64, &'static str),
    /// The most that the ratio may be; none where nothing is asked.
    pub(super) bar: Option<f64>,
}

impl Verdict {
    /// Ours by the best peer's.
    fn ratio(&self) -> f64 {
        self.ours / self.best.0
    }

    /// Whether the bar is reached.
    pub(super) fn holds(&self) -> bool {
        self.bar.is_none_or(|bar| self.ratio() <= bar)
    }

    /// The verdict in a line.
    pub(super) fn line(&self) -> String {
        let (best, who) = self.best;
        let bar = match self.bar {
            Some(bar) if self.holds() => format!(", at most {bar:.2} as it should"),
            Some(bar) => format!(", MISSED: at most {bar:.2}"),
            None => String::new(),
        };
        format!(
            "{}: {:.3} against {best:.3} of {who}: {:.2}{bar}",
            self.what,
            self.ours,
            self.ratio()
        )
    }
}

/// The value in the middle.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The least of the peers' values, and whose it is.
pub(super) fn best(values: &[(&'static str, Option<f64>)]) -> Option<(f64, &'static str)> {
    let known = values
        .iter()
        .filter_map(|(name, value)| Some(((*value)?, *name)));
    known.min_by(|one, other| one.0.total_cmp(&other.0))
}
