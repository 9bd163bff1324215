//! Which numbers and accounts are ours, and which app may speak about each.

use super::app_key;
use crate::store::PhoneNumberSecrets;
use domain::ids::PhoneNumberId;
use std::collections::{HashMap, HashSet};

/// Our numbers by Meta's id, each with the key of its app.
#[derive(Debug, Default)]
pub(super) struct OurNumbers {
    numbers: HashMap<String, (PhoneNumberId, String)>,
    /// The apps of the numbers of an account, by Meta's id of the account.
    accounts: HashMap<String, HashSet<String>>,
    /// By digits.
    phones: HashMap<String, PhoneNumberId>,
    apps: HashSet<String>,
}

/// Why a change is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotOurs {
    /// Nobody connected it here.
    #[error("not for one of our numbers")]
    Unknown,
    /// It is ours, but the app that signed the delivery is that of other numbers.
    #[error("for a number of another app")]
    OfAnotherApp,
}

impl OurNumbers {
    /// All our numbers.
    pub fn of(secrets: &[PhoneNumberSecrets]) -> Self {
        let mut ours = Self::default();
        for number in secrets {
            let app = app_key(&number.app_secret);
            ours.apps.insert(app.clone());
            ours.phones.insert(digits(&number.phone), number.id);
            ours.accounts
                .entry(number.waba_id.clone())
                .or_default()
                .insert(app.clone());
            ours.numbers.insert(number.meta_id.clone(), (number.id, app));
        }
        ours
    }

    /// The number, if the app that signed may speak about it. An app that no number has any more may: its secret was right when
    /// the delivery came and was renewed since.
    pub fn get(&self, meta_id: &str, signed_by: Option<&str>) -> Result<PhoneNumberId, NotOurs> {
        let (id, app) = self.numbers.get(meta_id).ok_or(NotOurs::Unknown)?;
        match signed_by {
            Some(signer) if signer != app && self.apps.contains(signer) => Err(NotOurs::OfAnotherApp),
            _ => Ok(*id),
        }
    }

    /// Whether the app that signed may speak about the account, like [`Self::get`].
    pub fn require_account(&self, waba_id: &str, signed_by: Option<&str>) -> Result<(), NotOurs> {
        let apps = self.accounts.get(waba_id).ok_or(NotOurs::Unknown)?;
        match signed_by {
            Some(signer) if !apps.contains(signer) && self.apps.contains(signer) => {
                Err(NotOurs::OfAnotherApp)
            }
            _ => Ok(()),
        }
    }

    /// The number that is written so, with or without plus, spaces and hyphens.
    pub fn by_phone(&self, phone: &str) -> Option<PhoneNumberId> {
        self.phones.get(&digits(phone)).copied()
    }
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}
