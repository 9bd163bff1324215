//! Words for sending a place or somebody's number, in English.

use crate::i18n::messages::share::ShareMessages;

pub(super) const SHARE: ShareMessages = ShareMessages {
    files: "Photos and files",

    location_title: "Send location",
    location_looking: "Finding out where this device is…",
    location_found: |metres| format!("Current place, accurate to {metres} m"),
    location_note: "The customer gets a map with the place where this device is now.",
    location_refused: "The browser did not allow to see where this device is. In the site's permissions, beside the page's address, \
                       allow the location and try again.",
    location_unknown: "This device does not know where it is. Check that location is turned on and try again.",
    location_slow: "Finding the location took too long. Try again, if possible near a window.",
    location_send: "Send location",

    contact_title: "Send contact",
    contact_search: "Search by name or phone",
    contact_choose: "Contacts",
    contact_none: "No contact with a phone number found.",
    contact_note: "The customer gets the name and the phone number of the chosen contact.",
    contact_send: "Send contact",
};
