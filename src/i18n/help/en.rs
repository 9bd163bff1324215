//! The help in English.

use super::guide::en::GUIDE;
use super::shortcuts::{ShortcutGroup, key};
use super::{FeedbackWords, HelpWords};

pub(super) const HELP: HelpWords = HelpWords {
    sections: "Help sections",
    back_to_help: "Back to help",

    guide: "Guide",
    blocks: GUIDE,

    support_agent: "Support Agent",
    support_agent_text: [
        "Support Agent is a switch in App settings. It decides who sees and answers each conversation.",
        "When it is off, every agent with the permission “View” sees and answers every conversation.",
        "When it is on, an assigned conversation is seen and answered only by its assignees and by those with the permission “View all”. An unassigned conversation is seen by everyone.",
        "Turning the switch on or off does not change assignments that are there already.",
        "In both cases, whoever has the permission “Send” can take a conversation over. Each change of assignees leaves a line in the conversation.",
    ],

    shortcuts: "Keyboard shortcuts",
    shortcuts_lead: "Press ? outside of a text field to see this list on any screen.",
    shortcut_groups: [
        ShortcutGroup {
            title: "On any screen",
            rows: &[
                key(&["?"], "Show the keyboard shortcuts"),
                key(
                    &["Ctrl + K", "⌘ + K"],
                    "Go to the search of contacts and messages; after >, to the commands",
                ),
                key(
                    &["Esc"],
                    "Close the menu or window that is open; else cancel the recording; else close the info panel; else leave the conversation",
                ),
                key(
                    &["Tab", "Shift + Tab"],
                    "Go to the next control or to the one before",
                ),
            ],
        },
        ShortcutGroup {
            title: "List of conversations",
            rows: &[
                key(&["↑", "↓"], "Go from conversation to conversation"),
                key(&["Home", "End"], "Go to the first conversation or to the last"),
                key(&["Enter"], "Open the conversation"),
                key(
                    &["Space"],
                    "Select the conversation, or take it out of the selection",
                ),
                key(&["Shift + F10"], "Open the conversation's menu"),
            ],
        },
        ShortcutGroup {
            title: "Messages",
            rows: &[
                key(&["↑", "↓"], "Go from message to message"),
                key(&["Enter", "Space"], "Open the message's menu"),
            ],
        },
        ShortcutGroup {
            title: "Search the chat history",
            rows: &[
                key(&["Enter", "F3"], "Go to the next result, an older one"),
                key(
                    &["Shift + Enter", "Shift + F3"],
                    "Go to the previous result, a newer one",
                ),
                key(&["Esc"], "Close the search"),
            ],
        },
        ShortcutGroup {
            title: "Message entry",
            rows: &[
                key(&["Enter"], "Send (in your profile you can make it a new line)"),
                key(&["Ctrl + Enter", "⌘ + Enter"], "Always send"),
                key(&["Shift + Enter"], "New line"),
                key(&["@"], "Choose a merge field"),
                key(&["/"], "Choose a canned response"),
                key(&["Esc"], "Close the suggestions, or stop replying to a message"),
            ],
        },
        ShortcutGroup {
            title: "Voice messages",
            rows: &[
                key(&["Esc"], "Cancel the recording"),
                key(&["Space"], "Play or pause"),
                key(&["←", "→"], "Go back or forward in the audio"),
                key(&["Home", "End"], "Go to the beginning or to the end of the audio"),
            ],
        },
        ShortcutGroup {
            title: "Photos and videos",
            rows: &[
                key(&["←", "→"], "See the one before or the next"),
                key(&["+", "-"], "Zoom in or out"),
                key(&["0"], "Fit to the screen again"),
                key(&["←", "→", "↑", "↓"], "Move the enlarged photo"),
            ],
        },
    ],

    feedback: FeedbackWords {
        title: "Tell me what you think",
        lead: "What do you think of PerfectChat? Everyone has one vote on each version. Administrators see the votes and the comments, without names; customers see nothing of it.",
        moods: ["Happy", "Okay", "Sad"],
        comment: "Comment (optional)",
        comment_hint: "Up to 1,000 characters.",
        send: "Send feedback",
        sending: "Sending…",
        choose_first: "First choose how you feel: happy, okay or sad.",
        thanks: "Thank you! Your feedback is kept.",
        given: |release| {
            format!("You have voted on version {release}. You can change your vote at any time.")
        },
        not_sent: "The feedback was not sent.",

        tally: "What the team thinks",
        tally_lead: "Only administrators see this part.",
        no_votes: "Nobody has voted yet.",
        tally_failed: "The votes could not be loaded.",
        release: |release| format!("Version {release}"),
        votes: |count| match count {
            1 => "1 vote".to_owned(),
            _ => format!("{count} votes"),
        },
        comments: "Comments",
    },
};
