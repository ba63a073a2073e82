//! Profiles whose secrets are in a keychain.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use super::{Keychain, Origin, Profile, Settings, Store};
use crate::catalog;

const SECRET: &str = "tok-5f3a1c";

/// A keychain in memory, which counts how often it is read.
#[derive(Default)]
struct Memory {
    secrets: RefCell<BTreeMap<String, String>>,
    reads: Cell<usize>,
    is_locked: Cell<bool>,
}

impl Memory {
    fn unlocked(&self) -> Result<(), Box<dyn Error>> {
        if self.is_locked.get() {
            return Err("the keychain is locked".into());
        }
        Ok(())
    }
}

impl Keychain for Memory {
    fn get(&self, account: &str) -> Result<Option<String>, Box<dyn Error>> {
        self.reads.set(self.reads.get() + 1);
        self.unlocked()?;
        Ok(self.secrets.borrow().get(account).cloned())
    }

    fn set(&self, account: &str, secret: &str) -> Result<(), Box<dyn Error>> {
        self.unlocked()?;
        let mut secrets = self.secrets.borrow_mut();
        secrets.insert(account.to_owned(), secret.to_owned());
        Ok(())
    }

    fn remove(&self, account: &str) -> Result<(), Box<dyn Error>> {
        self.unlocked()?;
        self.secrets.borrow_mut().remove(account);
        Ok(())
    }
}

fn open(folder: &Path) -> Profile {
    let folder = folder.join("work");
    Profile::read("work".to_owned(), false, Some(folder)).expect("a profile")
}

fn store(profile: &mut Profile, store: Store, keychain: &Memory) -> Result<(), Box<dyn Error>> {
    let values = [
        ("TORII_API_KEY", SECRET),
        ("TORII_BASE_URL", "https://torii.example"),
    ];
    let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
    profile.store(
        &BTreeMap::from(values),
        |name| name == "TORII_API_KEY",
        store,
        keychain,
    )
}

/// Returns the value that a call uses, reading the files again.
fn stored_value(folder: &Path, keychain: &Memory) -> Result<Option<String>, Box<dyn Error>> {
    let mut settings = Settings::default();
    let catalog = catalog::provider("torii").expect("a catalog");
    settings.add_profile(&open(folder), &catalog, keychain)?;
    Ok(settings.get("TORII_API_KEY"))
}

/// Returns the concatenated files of the profile.
fn files(folder: &Path) -> String {
    let files = std::fs::read_dir(folder.join("work")).expect("a folder");
    files
        .map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("UTF-8"))
        .collect()
}

#[test]
fn keychain_secrets_are_not_written_to_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let (folder, keychain) = (folder.path(), Memory::default());
    store(&mut open(folder), Store::Keychain, &keychain).expect("stored");
    assert!(!files(folder).contains(SECRET), "{}", files(folder));
    assert_eq!(open(folder).origin("TORII_API_KEY"), Some(Origin::Keychain));
    assert_eq!(open(folder).origin("TORII_BASE_URL"), Some(Origin::Profile));
    assert_eq!(keychain.reads.get(), 0);
    assert_eq!(
        stored_value(folder, &keychain).expect("a value").as_deref(),
        Some(SECRET)
    );
    let accounts: Vec<String> = keychain.secrets.borrow().keys().cloned().collect();
    assert_eq!(accounts, ["work/TORII_API_KEY"]);

    let removed = open(folder).remove(|_| true, &keychain).expect("removed");
    assert_eq!(removed.into_iter().collect::<Vec<_>>(), ["TORII_API_KEY"]);
    assert!(keychain.secrets.borrow().is_empty());
    assert_eq!(stored_value(folder, &keychain).expect("no value"), None);
}

#[test]
fn the_keychain_is_read_only_for_its_own_settings() {
    let folder = tempfile::tempdir().expect("a folder");
    let (folder, keychain) = (folder.path(), Memory::default());
    assert_eq!(stored_value(folder, &keychain).expect("no value"), None);
    store(&mut open(folder), Store::File, &keychain).expect("stored");
    assert_eq!(
        stored_value(folder, &keychain).expect("a value").as_deref(),
        Some(SECRET)
    );

    store(&mut open(folder), Store::Keychain, &keychain).expect("stored");
    assert!(!files(folder).contains(SECRET));
    let mut settings = Settings::default();
    settings.add_stdin("TORII_API_KEY".to_owned(), "from-stdin".to_owned());
    let catalog = catalog::provider("torii").expect("a catalog");
    settings
        .add_profile(&open(folder), &catalog, &keychain)
        .expect("settings");
    assert_eq!(settings.get("TORII_API_KEY").as_deref(), Some("from-stdin"));
    assert_eq!(keychain.reads.get(), 0);
}

#[test]
fn secrets_move_from_the_keychain_to_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (folder, keychain) = (folder.path(), Memory::default());
    store(&mut open(folder), Store::Keychain, &keychain).expect("stored");
    store(&mut open(folder), Store::File, &keychain).expect("stored");
    assert!(keychain.secrets.borrow().is_empty());
    assert_eq!(open(folder).origin("TORII_API_KEY"), Some(Origin::Profile));
}

/// A call without the credential would fail for a misleading reason.
#[test]
fn unreadable_keychains_are_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let (folder, keychain) = (folder.path(), Memory::default());
    keychain.is_locked.set(true);
    let rejected = store(&mut open(folder), Store::Keychain, &keychain);
    assert!(rejected.is_err());
    // Nothing is left of the attempt.
    assert_eq!(open(folder).origin("TORII_API_KEY"), None);

    keychain.is_locked.set(false);
    store(&mut open(folder), Store::Keychain, &keychain).expect("stored");
    keychain.is_locked.set(true);
    let error = stored_value(folder, &keychain)
        .expect_err("an error")
        .to_string();
    assert!(error.contains("`TORII_API_KEY` is in the keychain (profile `work`)"));
    assert!(error.contains("the keychain is locked\n  unlock the keychain"));
    assert!(open(folder).remove(|_| true, &keychain).is_err());
    // It still exists, and can be removed later.
    assert_eq!(open(folder).origin("TORII_API_KEY"), Some(Origin::Keychain));
}
