//! Search over operations: BM25 of names, titles, descriptions and arguments.

use std::collections::BTreeMap;

/// The saturation of term frequency.
const K1: f64 = 1.5;
/// The strength of length normalization.
const B: f64 = 0.75;

/// A search index of documents, identified by position.
#[derive(Debug)]
pub(crate) struct Index {
    /// For each term, the documents that contain it and its frequency, in order.
    postings: BTreeMap<String, Vec<(usize, f64)>>,
    lengths: Vec<f64>,
    average: f64,
}

impl Index {
    /// Indexes documents, each a list of weighted texts.
    pub(crate) fn new(documents: &[Vec<(&str, f64)>]) -> Self {
        let mut postings: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
        let mut lengths = Vec::new();
        for (document, texts) in documents.iter().enumerate() {
            let mut frequencies: BTreeMap<String, f64> = BTreeMap::new();
            for (text, weight) in texts {
                for term in terms(text) {
                    *frequencies.entry(term).or_default() += weight;
                }
            }
            lengths.push(frequencies.values().sum());
            for (term, frequency) in frequencies {
                postings
                    .entry(term)
                    .or_default()
                    .push((document, frequency));
            }
        }
        let average = lengths.iter().sum::<f64>() / count(lengths.len()).max(1.0);
        Self {
            postings,
            lengths,
            average,
        }
    }

    /// Returns the documents that contain terms of the query, best first, ties in order.
    pub(crate) fn search(&self, query: &str, max_results: usize) -> Vec<usize> {
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        for term in terms(query) {
            let Some(postings) = self.postings.get(&term) else {
                continue;
            };
            let containing = count(postings.len());
            let rarity =
                ((count(self.lengths.len()) - containing + 0.5) / (containing + 0.5)).ln_1p();
            for (document, frequency) in postings {
                let length = self.lengths.get(*document).copied().unwrap_or_default();
                let norm = K1 * (1.0 - B + B * length / self.average);
                *scores.entry(*document).or_default() +=
                    rarity * frequency * (K1 + 1.0) / (frequency + norm);
            }
        }
        let mut found: Vec<_> = scores.into_iter().collect();
        found.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        found
            .into_iter()
            .take(max_results)
            .map(|(document, _)| document)
            .collect()
    }
}

/// Converts a count for calculations; the number of operations always fits a `u32`.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Splits a text into singular words, at non-alphanumeric characters and camel case boundaries.
fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut term = String::new();
    let mut lower = false;
    for character in text.chars() {
        if !character.is_alphanumeric() || (lower && character.is_uppercase()) {
            terms.extend(take_term(&mut term));
        }
        lower = character.is_lowercase();
        if character.is_alphanumeric() {
            term.extend(character.to_lowercase());
        }
    }
    terms.extend(take_term(&mut term));
    terms
}

fn take_term(term: &mut String) -> Option<String> {
    let term = std::mem::take(term);
    if term.is_empty() {
        return None;
    }
    let singular = match term.strip_suffix("ies") {
        Some(stem) if stem.len() > 1 => format!("{stem}y"),
        _ => match term.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
            _ => term,
        },
    };
    Some(singular)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_names_and_makes_words_singular() {
        assert_eq!(
            terms("listUserApps policies id_user status address"),
            [
                "list", "user", "app", "policy", "id", "user", "status", "address"
            ]
        );
    }

    #[test]
    fn ranks_the_rarer_term_and_the_heavier_text_first() {
        let index = Index::new(&[
            vec![
                ("list_users", 3.0),
                ("Lists the users of the organization", 1.0),
            ],
            vec![("list_apps", 3.0), ("Lists the apps that users use", 1.0)],
            vec![("delete_contract", 3.0), ("Deletes a contract", 1.0)],
        ]);
        assert_eq!(index.search("user list", 10), [0, 1]);
        assert_eq!(index.search("remove a contracts", 10), [2]);
        assert_eq!(index.search("zzz", 10), Vec::<usize>::new());
        assert_eq!(index.search("", 10), Vec::<usize>::new());
    }

    #[test]
    fn an_empty_index_has_nothing() {
        assert_eq!(Index::new(&[]).search("user", 10), Vec::<usize>::new());
    }
}
