//! What is left of a method's name once its group has been named: `client.users().list(..)` for `listUsers`.
//!
//! Each rule looks at the operation's own name and at its tag, at nothing else.

use crate::noun::is_same;

/// Words before a verb that belong to it.
const ADVERBS: &[&str] = &["async", "batch", "bulk", "force", "hard", "mass", "soft"];

/// Words between a verb and its object.
const DETERMINERS: &[&str] = &[
    "a", "all", "an", "current", "each", "every", "existing", "many", "multiple", "my", "new",
    "one", "own", "single", "the",
];

const CONJUNCTIONS: &[&str] = &["and", "or"];

/// Words after which the group is where something happens: `remove_user_from_group`.
const PREPOSITIONS: &[&str] = &["at", "for", "from", "in", "into", "of", "on", "to"];

/// Further words that what is left cannot begin with.
const CONNECTIVES: &[&str] = &["as", "by", "via", "with", "without"];

/// Words of tags and of operation ids that say what the group is to a server.
const SERVER_WORDS: &[&str] = &[
    "api",
    "apis",
    "controller",
    "endpoint",
    "endpoints",
    "operations",
    "resource",
    "service",
];

/// Verbs that end a name whose object is in front: `user_app_list`.
const VERBS: &[&str] = &[
    "add", "cancel", "count", "create", "delete", "destroy", "fetch", "find", "get", "insert",
    "list", "patch", "post", "put", "query", "read", "remove", "replace", "retrieve", "search",
    "set", "update", "upsert",
];

/// The words of a tag that its operations need not say again.
pub(super) fn group_words(tag: &str) -> Vec<&str> {
    let mut words: Vec<&str> = tag.split('_').filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|last| SERVER_WORDS.contains(last)) {
        words.pop();
    }
    words
}

/// What a method can be called among those of its group, best first; the whole name comes last.
pub(super) fn candidates(name: &str, group: &[&str]) -> Vec<String> {
    let mut names = vec![name.to_owned()];
    let mut words: Vec<&str> = name.split('_').collect();
    for rule in [without_prefix, without_object, without_end] {
        if let Some(rest) = rule(&words, group) {
            words = rest;
            names.insert(0, words.join("_"));
        }
    }
    names
}

/// Whether these words name the group, in the singular or the plural.
fn is_group(words: &[&str], group: &[&str]) -> bool {
    let mut pairs = words.iter().zip(group);
    !group.is_empty() && words.len() == group.len() && pairs.all(|(word, noun)| is_same(word, noun))
}

/// `users_list`, `users_controller_list` → `list`.
fn without_prefix<'a>(words: &[&'a str], group: &[&str]) -> Option<Vec<&'a str>> {
    let (front, mut rest) = words.split_at_checked(group.len())?;
    while let [first, others @ ..] = rest
        && SERVER_WORDS.contains(first)
        && !others.is_empty()
    {
        rest = others;
    }
    let first = rest.first()?;
    let connects = [CONJUNCTIONS, PREPOSITIONS, CONNECTIVES]
        .iter()
        .any(|list| list.contains(first));
    (is_group(front, group) && !connects).then(|| rest.to_vec())
}

/// `list_users`, `list_all_users`, `bulk_delete_users` → `list`, `list_all`, `bulk_delete`; `list_user_apps` → `list_apps`.
///
/// A noun in front of the group's makes another noun of it: `list_app_fields` stays whole in the group `fields`.
fn without_object<'a>(words: &[&'a str], group: &[&str]) -> Option<Vec<&'a str>> {
    let starts = 1..=verb_length(words);
    let mut splits = starts.filter_map(|at| {
        let (verb, rest) = words.split_at_checked(at)?;
        let (object, after) = rest.split_at_checked(group.len())?;
        is_group(object, group).then_some((verb, after))
    });
    let (verb, after) = splits.next()?;
    let is_verb = |word: Option<&&str>| word.is_some_and(|word| VERBS.contains(word));
    let object_first = !is_verb(words.first()) && is_verb(after.last());
    let is_enumerated = after
        .first()
        .is_some_and(|word| CONJUNCTIONS.contains(word));
    (!object_first && !is_enumerated).then(|| [verb, after].concat())
}

/// How many words in front can be the verb, with what belongs to it.
fn verb_length(words: &[&str]) -> usize {
    let is = |list: &[&str], at: usize| words.get(at).is_some_and(|word| list.contains(word));
    let mut length = 0;
    while is(ADVERBS, length) {
        length += 1;
    }
    length += 1;
    while is(CONJUNCTIONS, length) {
        length += 2;
    }
    while is(DETERMINERS, length) {
        length += 1;
    }
    length
}

/// `remove_user_from_group` → `remove_user`.
fn without_end<'a>(words: &[&'a str], group: &[&str]) -> Option<Vec<&'a str>> {
    let (front, end) = words.split_at_checked(words.len().checked_sub(group.len())?)?;
    let (preposition, rest) = front.split_last()?;
    (is_group(end, group) && PREPOSITIONS.contains(preposition) && rest.len() > 1)
        .then(|| rest.to_vec())
}

#[cfg(test)]
mod tests {
    use super::{candidates, group_words};

    fn short(name: &str, tag: &str) -> String {
        candidates(name, &group_words(tag)).remove(0)
    }

    #[test]
    fn a_method_does_not_repeat_its_group() {
        for (name, tag, expected) in [
            ("list_users", "users", "list"),
            ("get_user", "users", "get"),
            ("get_activity", "activities", "get"),
            ("list_people", "person", "list"),
            ("list_user_apps", "users", "list_apps"),
            ("list_users_by_role", "users", "list_by_role"),
            (
                "get_own_integrated_account",
                "integrated_accounts",
                "get_own",
            ),
            ("bulk_delete_users", "users", "bulk_delete"),
            ("create_or_update_user", "users", "create_or_update"),
            ("users_list", "users", "list"),
            ("users_controller_find_all", "users", "find_all"),
            ("users_get_user", "users_api", "get"),
            ("remove_user_from_group", "groups", "remove_user"),
            ("add_user_to_group", "users", "add_to_group"),
        ] {
            assert_eq!(short(name, tag), expected, "{name} of {tag}");
        }
    }

    #[test]
    fn a_name_that_would_say_something_else_stays_whole() {
        for (name, tag) in [
            ("list_app_fields", "fields"),
            ("users", "users"),
            ("users_by_role", "users"),
            ("list_users_and_groups", "users"),
            ("account_user_list", "users"),
            ("list_for_user", "users"),
            ("sync", "users"),
        ] {
            assert_eq!(short(name, tag), name, "{name} of {tag}");
        }
    }

    #[test]
    fn longer_names_say_more_and_the_last_says_all() {
        let names = candidates("users_get_user", &["users"]);
        assert_eq!(names, ["get", "get_user", "users_get_user"]);
    }
}
