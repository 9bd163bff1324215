//! The setup pages in English.

use crate::i18n::messages::setup::{AlarmMessages, AlarmText, SetupMessages};

pub(super) const SETUP: SetupMessages = SetupMessages {
    setup: "Setup",
    setup_with_alarms: |count| match count {
        1 => "Setup, 1 new notice".to_owned(),
        _ => format!("Setup, {count} new notices"),
    },
    sections: "Setup sections",
    back_to_setup: "Back to Setup",

    alarms: "Notices",
    alarms_lead: "What Meta and PerfectChat want an administrator to know.",
    new_alarms: "New",
    earlier_alarms: "Earlier",
    no_alarms: "No new notices",
    no_alarms_text: "If a number disconnects, the account is restricted or a template changes, you find out here.",
    what_to_do: "What to do",
    times: |count| match count {
        1 => "once".to_owned(),
        _ => format!("{count} times"),
    },
    acknowledge: "Mark as seen",
    acknowledge_what: |title| format!("Mark as seen: {title}"),
    seen: "Seen",
    over: "Over",
    whole_account: "Whole account",
    show_earlier: "Show older ones",
    earlier_failed: "The earlier ones could not be loaded.",

    set_aside: "Received and not understood",
    set_aside_lead: "What Meta sent and PerfectChat could not read. Nothing is lost: it is kept here, and conversations go on as usual.",
    set_aside_count: |count| match count {
        1 => "1 item kept".to_owned(),
        _ => format!("{count} items kept"),
    },
    set_aside_first: |length| {
        format!("Only the beginning: {length} characters. The whole text is on the server.")
    },
    nothing_set_aside: "Everything was understood",
    nothing_set_aside_text: "If Meta sends something that PerfectChat cannot read, it is kept here.",
    set_aside_failed: "The list could not be loaded",
    set_aside_failed_text: "The server did not answer. What was kept is still there.",
    whole_body: "Whole delivery",
    show_value: "Show content",
    copy_value: "Copy content",
    see_set_aside: "See what was not understood",
    show_more: "Show more",

    app_settings: "App settings",
    app_settings_lead: "What counts for the whole team.",
    holds: "Wait before sending",
    holds_text: "During the wait whoever wrote the message can cancel it: the customer never gets it.",
    hold_voice_notes: "Voice messages",
    hold_others: "All other messages",
    hold_length: |seconds| match seconds {
        0 => "No wait".to_owned(),
        1 => "1 second".to_owned(),
        _ => format!("{seconds} seconds"),
    },
    settings_saved: "Settings saved.",
    failed_change_settings: "The settings were not changed.",
};

pub(super) const ALARM: AlarmMessages = AlarmMessages {
    value: |value| {
        Some(match value {
            "APPROVED" => "approved",
            "REJECTED" => "rejected",
            "PENDING" => "under review",
            "DEFERRED" => "deferred",
            "PAUSED" => "paused",
            "DISABLED" => "disabled",
            "IN_APPEAL" => "in appeal",
            "REINSTATED" => "reinstated",
            "FLAGGED" => "flagged",
            "UNFLAGGED" => "no longer flagged",
            "PENDING_DELETION" => "being deleted",
            "DELETED" => "deleted",
            "LOCKED" => "locked for editing",
            "UNLOCKED" => "open for editing",
            "ARCHIVED" => "archived",
            "UNARCHIVED" => "out of the archive",
            "GREEN" => "good",
            "YELLOW" => "medium",
            "RED" => "low",
            "UNKNOWN" => "not rated yet",
            "MARKETING" => "marketing",
            "UTILITY" => "utility",
            "AUTHENTICATION" => "authentication",
            "INVALID_FORMAT" => "invalid format",
            "ABUSIVE_CONTENT" => "abusive content",
            "SCAM" => "scam",
            "TAG_CONTENT_MISMATCH" => "the content does not fit the language or category",
            "INCORRECT_CATEGORY" => "wrong category",
            "PROMOTIONAL" => "promotional content",
            "TIER_50" => "50 customers a day",
            "TIER_250" => "250 customers a day",
            "TIER_1K" => "1,000 customers a day",
            "TIER_2K" => "2,000 customers a day",
            "TIER_10K" => "10,000 customers a day",
            "TIER_100K" => "100,000 customers a day",
            "TIER_UNLIMITED" => "no limit",
            "ACCOUNT_VIOLATION" => "a policy was violated",
            "ACCOUNT_RESTRICTION" => "the account is restricted",
            "DISABLED_UPDATE" => "the account is disabled",
            "ACCOUNT_DELETED" => "the account was deleted",
            "ACCOUNT_OFFBOARDED" => "the account left the platform",
            "ACCOUNT_RECONNECTED" => "the account is connected again",
            "PARTNER_ADDED" => "a partner was added",
            "PARTNER_REMOVED" => "a partner was removed",
            "PARTNER_APP_INSTALLED" => "a partner's app was installed",
            "PARTNER_APP_UNINSTALLED" => "a partner's app was removed",
            "VERIFIED_ACCOUNT" => "the account is verified",
            "VOLUME_BASED_PRICING_TIER_UPDATE" => "a new price tier by volume",
            "RESTRICTED_BIZ_INITIATED_MESSAGING" => "the company may not start conversations",
            "RESTRICTED_CUSTOMER_INITIATED_MESSAGING" => "the company may not answer customers",
            "RESTRICTED_ADD_PHONE_NUMBER_ACTION" => "no numbers can be added",
            "PIN_CHANGED" => "the PIN was changed",
            "PIN_RESET_REQUEST" => "somebody asked to reset the PIN",
            "PIN_RESET_SUCCESS" => "the PIN was reset",
            "UPGRADE" => "the sending limit went up",
            "DOWNGRADE" => "the sending limit went down",
            "THROUGHPUT_UPGRADE" => "the number sends faster now",
            "ONBOARDING" => "the number joined the platform",
            "REINSTATE" => "the account is reinstated",
            "DISABLE" => "the account is disabled",
            "SCHEDULE_FOR_DISABLE" => "the account will be disabled",
            "NAME_NOT_CONSISTENT" => "the name does not fit the company",
            _ => return None,
        })
    },
    token_refused: AlarmText {
        title: |_| "Number disconnected: nothing goes out".to_owned(),
        happened: |_| {
            "Meta refused this number's access token; it expired or was revoked. Messages that are written are kept."
                .to_owned()
        },
        to_do: |_| {
            "Make a new token in Meta's Business Manager and connect the number again on the server (perfectchat-server connect-number). The messages that were kept then leave by themselves."
                .to_owned()
        },
    },
    account_restricted: AlarmText {
        title: |facts| match facts.raw("event") {
            Some("DISABLED_UPDATE") => "The WhatsApp account was disabled".to_owned(),
            Some("ACCOUNT_DELETED") => "The WhatsApp account was deleted".to_owned(),
            Some("ACCOUNT_VIOLATION") => "Meta reports a violated policy".to_owned(),
            _ => "The WhatsApp account was restricted".to_owned(),
        },
        happened: |facts| {
            let what = facts.said("restriction").or_else(|| facts.said("event"));
            let what = what.map_or_else(
                || "Meta limited what this account may do.".to_owned(),
                |what| format!("Meta says: {what}."),
            );
            match facts.date("expires_at") {
                Some(until) => format!("{what} It holds until {until}."),
                None => what,
            }
        },
        to_do: |_| {
            "Open “Account quality” in Meta's Business Manager, read the reason and, if it is wrong, ask for a review."
                .to_owned()
        },
    },
    account_reviewed: AlarmText {
        title: |facts| match facts.raw("decision") {
            Some("APPROVED") => "The WhatsApp account was approved".to_owned(),
            Some("REJECTED") => "The WhatsApp account was rejected".to_owned(),
            _ => "The WhatsApp account's review changed".to_owned(),
        },
        happened: |facts| match facts.said("decision") {
            Some(decision) => format!("Result of Meta's review: {decision}."),
            None => "Meta has finished the account's review.".to_owned(),
        },
        to_do: |facts| match facts.raw("decision") {
            Some("APPROVED") => String::new(),
            _ => "Check the company's data in Meta's Business Manager.".to_owned(),
        },
    },
    account_news: AlarmText {
        title: |_| "News about the WhatsApp account".to_owned(),
        happened: |facts| match (facts.said("event"), facts.raw("field")) {
            (Some(limit), Some("business_capability_update")) => {
                format!("Meta changed the account's limits. New conversations a day now: {limit}.")
            }
            (Some(status), Some("business_username_update" | "business_username_updates")) => {
                format!("The company's username: {status}.")
            }
            (Some(event), _) => format!("Meta says: {event}."),
            (None, Some(field)) => format!("Meta sent a notice of the kind {field}."),
            (None, None) => "Meta sent a notice about the account.".to_owned(),
        },
        to_do: |_| {
            "If it was not you who asked for this change, check the account in Meta's Business Manager."
                .to_owned()
        },
    },
    number_quality: AlarmText {
        title: |facts| match facts.raw("event") {
            Some("UPGRADE" | "THROUGHPUT_UPGRADE" | "UNFLAGGED" | "ONBOARDING") => {
                "Good news about the number".to_owned()
            }
            Some("DOWNGRADE") => "The number's sending limit went down".to_owned(),
            Some("FLAGGED") => "The number's quality fell".to_owned(),
            _ => "The number's quality or limit changed".to_owned(),
        },
        happened: |facts| {
            let parts = [
                facts.said("event").map(|event| format!("Meta says: {event}.")),
                facts.said("limit").map(|limit| format!("Limit now: {limit}.")),
                facts
                    .said("quality")
                    .map(|quality| format!("Quality: {quality}.")),
            ];
            facts.joined(parts, "Meta changed its rating of this number.")
        },
        to_do: |facts| {
            match facts.raw("event") {
            Some("UPGRADE" | "THROUGHPUT_UPGRADE" | "UNFLAGGED" | "ONBOARDING") => String::new(),
            _ => "Customers may be blocking or reporting the number. Send fewer marketing templates and write only to those who expect it.".to_owned(),
        }
        },
    },
    number_name: AlarmText {
        title: |facts| match facts.raw("decision") {
            Some("APPROVED") => "The number's name was approved".to_owned(),
            Some("REJECTED") => "The number's name was rejected".to_owned(),
            _ => "The number's name is under review".to_owned(),
        },
        happened: |facts| {
            let name = facts.raw("name").map_or_else(
                || "The display name".to_owned(),
                |name| format!("The display name “{name}”"),
            );
            let decision = facts.said("decision").unwrap_or_else(|| "reviewed".to_owned());
            let reason = facts.said("reason").map(|reason| format!(" Reason: {reason}."));
            format!(
                "{name} was reviewed by Meta: {decision}.{}",
                reason.unwrap_or_default()
            )
        },
        to_do: |facts| match facts.raw("decision") {
            Some("REJECTED") => {
                "Choose another name in WhatsApp Manager that follows Meta's rules for names.".to_owned()
            }
            _ => String::new(),
        },
    },
    number_security: AlarmText {
        title: |_| "The number's security changed".to_owned(),
        happened: |facts| match facts.said("event") {
            Some(event) => format!("Two-step verification: {event}."),
            None => "This number's two-step verification changed.".to_owned(),
        },
        to_do: |_| {
            "If it was nobody on your team, change the PIN in WhatsApp Manager now and check who has access to the account."
                .to_owned()
        },
    },
    template_status: AlarmText {
        title: |facts| match facts.raw("status") {
            Some("APPROVED") => "Template approved".to_owned(),
            Some("REJECTED") => "Template rejected".to_owned(),
            Some("PAUSED") => "Template paused".to_owned(),
            Some("DISABLED") => "Template disabled".to_owned(),
            Some("FLAGGED") => "Template flagged".to_owned(),
            Some("REINSTATED") => "Template reinstated".to_owned(),
            _ => "A template's state changed".to_owned(),
        },
        happened: |facts| {
            let status = facts
                .said("status")
                .unwrap_or_else(|| "its state changed".to_owned());
            let reason = facts.said("reason").map(|reason| format!(" Reason: {reason}."));
            format!(
                "{}: {status}.{}",
                facts.template("The template", "A template"),
                reason.unwrap_or_default()
            )
        },
        to_do: |facts| {
            match facts.raw("status") {
            Some("REJECTED") => "Correct the text in WhatsApp Manager and hand the template in again.".to_owned(),
            Some("PAUSED") => {
                "Meta pauses templates that customers report. It comes back by itself; use another one meanwhile and look at its text."
                    .to_owned()
            }
            Some("DISABLED" | "FLAGGED") => "Use another template and look at this one's text in WhatsApp Manager.".to_owned(),
            _ => String::new(),
        }
        },
    },
    template_quality: AlarmText {
        title: |facts| match facts.raw("quality") {
            Some("GREEN") => "A template's quality improved".to_owned(),
            Some("YELLOW" | "RED") => "A template's quality fell".to_owned(),
            _ => "A template's quality changed".to_owned(),
        },
        happened: |facts| {
            let quality = facts.said("quality").unwrap_or_else(|| "changed".to_owned());
            let before = facts
                .said("previous")
                .map(|before| format!(" (before: {before})"));
            format!(
                "{}: quality {quality}{}.",
                facts.template("The template", "A template"),
                before.unwrap_or_default()
            )
        },
        to_do: |facts| match facts.raw("quality") {
            Some("YELLOW" | "RED") => {
                "Look at its text and at who gets it. If the quality stays low, Meta pauses the template."
                    .to_owned()
            }
            _ => String::new(),
        },
    },
    template_category: AlarmText {
        title: |_| "Meta changed a template's category".to_owned(),
        happened: |facts| {
            let category = facts
                .said("category")
                .unwrap_or_else(|| "another category".to_owned());
            let before = facts
                .said("previous")
                .map(|before| format!(" (before: {before})"));
            format!(
                "{}: now {category}{}. The price of each message changes with the category.",
                facts.template("The template", "A template"),
                before.unwrap_or_default()
            )
        },
        to_do: |_| "If you do not agree, ask for a review in WhatsApp Manager.".to_owned(),
    },
    set_aside: AlarmText {
        title: |_| "Something received was not understood".to_owned(),
        happened: |facts| match facts.raw("field") {
            Some(field) => {
                format!("Meta sent a value of “{field}” that PerfectChat could not read. It is kept.")
            }
            None => "Meta sent something that PerfectChat could not read. It is kept.".to_owned(),
        },
        to_do: |_| {
            "Look at the content. If it seems to be a customer's message, answer in another way and show the content to whoever looks after PerfectChat."
                .to_owned()
        },
    },
    unknown: AlarmText {
        title: |_| "A notice of a new kind".to_owned(),
        happened: |facts| {
            let parts = [facts.said("event").map(|event| format!("Meta says: {event}."))];
            facts.joined(parts, "This version of the screen does not know this notice yet.")
        },
        to_do: |_| "Reload the page to update the app.".to_owned(),
    },
};
