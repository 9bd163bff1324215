//! Which numbers are ours, and which app may speak about each.

use super::app_key;
use crate::store::PhoneNumberSecrets;
use domain::ids::PhoneNumberId;
use std::collections::{HashMap, HashSet};

/// Our numbers by Meta's id, each with the key of its app.
#[derive(Debug, Default)]
pub(super) struct OurNumbers {
    numbers: HashMap<String, (PhoneNumberId, String)>,
    apps: HashSet<String>,
}

/// Why a change for a number is set aside.
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
}
