//! A message's way in English.

use crate::i18n::messages::delivery::{DetailsMessages, MetaMessages, Trouble, UnsupportedMessages};

pub(super) const DETAILS: DetailsMessages = DetailsMessages {
    options: "Message options",
    rows_hint: "Use the arrow keys to go from message to message, and Enter for its options.",
    copied: "Message copied",
    details: "Details",
    title: "Message details",
    received: "Received",
    written: "Written",
    only_here: "It is still on this device only. It leaves as soon as the server can be reached.",
    way: "Progress",
    attempts: "Attempts to send",
    attempt: |number| format!("Attempt {number}"),
    no_attempt: "Not handed to Meta yet: it waits for its turn.",
    under_way: "Under way",
    accepted: "Meta accepted the message.",
    later: "It did not leave, for a reason that passes. PerfectChat tries again by itself.",
    failed: "It did not leave.",
    unknown: "Meta did not answer in time. Nobody can tell whether it left.",
    token_refused: "Meta refused the number's access. The message waits until the number is connected again.",
    other: "A result that this version of the screen does not know.",
    of_attempt: |number| format!("attempt {number}"),
    code: |code| format!("Code {code}"),
    meta_says: "Meta says:",
    could_not_load: "The details could not be loaded.",
};

pub(super) const UNSUPPORTED: UnsupportedMessages = UnsupportedMessages {
    look_on_phone: "WhatsApp does not pass this kind on to business apps. Ask the customer to write in another way.",
    poll: "The customer sent a poll. WhatsApp does not pass polls on to business apps; ask in writing.",
    event: "The customer sent an event. WhatsApp does not pass events on to business apps; ask for date and place in writing.",
    view_once: "The customer sent a view-once message. It opens on a phone only; ask for a normal one.",
    edit: "The customer edited a message, and WhatsApp did not pass the new text on.",
    too_large: "The customer's file is larger than 100 MB or could not be fetched. Ask for a smaller one.",
    only_on_phone: "This message shows in the WhatsApp Business app on the phone only.",
};

pub(super) const META: MetaMessages = MetaMessages {
    no_reason: Trouble {
        what: "Meta did not answer, or gave no reason.",
        next: "Try again in a moment. If it happens again, talk to an administrator.",
    },
    fault: Trouble {
        what: "WhatsApp had an internal error.",
        next: "Try again in a few minutes.",
    },
    unavailable: Trouble {
        what: "WhatsApp is down or busy.",
        next: "Try again in a few minutes.",
    },
    maintenance: Trouble {
        what: "Meta is doing maintenance on this number.",
        next: "Try again in five minutes.",
    },
    token: Trouble {
        what: "This number's access to Meta has expired or is not valid.",
        next: "Ask an administrator to connect the number again.",
    },
    permission: Trouble {
        what: "This number's access to Meta does not allow this.",
        next: "Ask an administrator to check the app's permissions at Meta.",
    },
    call_limit: Trouble {
        what: "The account asked Meta too often in a short time.",
        next: "Wait an hour and try again.",
    },
    throughput: Trouble {
        what: "This number is sending too fast.",
        next: "Wait a minute and try again.",
    },
    pair_limit: Trouble {
        what: "There were too many messages to this customer in a short time.",
        next: "Wait a few minutes and try again.",
    },
    spam_limit: Trouble {
        what: "WhatsApp limited this number because customers blocked or reported it.",
        next: "Wait a few hours and tell an administrator.",
    },
    wrong_categories: Trouble {
        what: "Meta limited the account because of templates in wrong categories.",
        next: "Tell an administrator: the templates' categories must be corrected.",
    },
    number_gone: Trouble {
        what: "This business number no longer exists at Meta.",
        next: "Ask an administrator to check the number.",
    },
    registration: Trouble {
        what: "This business number's registration with WhatsApp is incomplete or lost.",
        next: "Ask an administrator to register the number again.",
    },
    display_name: Trouble {
        what: "This number's display name has not been approved yet.",
        next: "Ask an administrator to check the name at Meta.",
    },
    test_list: Trouble {
        what: "This is a test number, and the customer is not on its list of allowed recipients.",
        next: "Ask an administrator to add the customer to the list, or use a real number.",
    },
    account_locked: Trouble {
        what: "The WhatsApp account is restricted or blocked.",
        next: "Tell an administrator.",
    },
    policy: Trouble {
        what: "Meta blocked the account because of its policies.",
        next: "Tell an administrator.",
    },
    payment: Trouble {
        what: "There is a problem with payment or terms in the Meta account.",
        next: "Ask an administrator to check the payment method.",
    },
    not_verified: Trouble {
        what: "Meta has not verified the business yet.",
        next: "Ask an administrator to finish the verification with Meta.",
    },
    window_closed: Trouble {
        what: "The 24-hour window was already closed.",
        next: "Send a template, or wait until the customer writes.",
    },
    undeliverable: Trouble {
        what: "WhatsApp could not deliver it and does not say why: the customer may not have WhatsApp, use an old version, or have blocked the number.",
        next: "Check the phone number and reach the customer in another way.",
    },
    blocked_by_us: Trouble {
        what: "The company has blocked this customer.",
        next: "Unblock the customer before writing.",
    },
    to_itself: Trouble {
        what: "The recipient is the company's own number.",
        next: "Check the contact's phone number.",
    },
    country: Trouble {
        what: "WhatsApp does not let this number write to the customer's country.",
        next: "Reach the customer in another way.",
    },
    experiment: Trouble {
        what: "Meta did not deliver it: the customer is part of one of its tests with marketing messages.",
        next: "Do not repeat the template. If the customer writes, you can answer.",
    },
    marketing_cap: Trouble {
        what: "Meta did not deliver it, so that the customer does not get too much marketing.",
        next: "Do not repeat it within 24 hours. If the customer writes, you can answer.",
    },
    marketing_stopped: Trouble {
        what: "The customer asked for no more marketing messages.",
        next: "Do not repeat the template. If the customer writes, you can answer.",
    },
    marketing_off: Trouble {
        what: "Marketing templates are switched off in this account.",
        next: "Ask an administrator to check the account at Meta, or use a utility template.",
    },
    identity_changed: Trouble {
        what: "The customer has a new phone, or the number belongs to another person now.",
        next: "Make sure who you are talking to before you send personal data.",
    },
    needs_number: Trouble {
        what: "This kind of message cannot go to a customer known by username only.",
        next: "Ask the customer for the phone number, or send another kind of message.",
    },
    invalid: Trouble {
        what: "WhatsApp did not accept this message's data.",
        next: "Write the message in another way. If it happens again, show the details to an administrator.",
    },
    method: Trouble {
        what: "Meta does not take this request from this account.",
        next: "Show the details to an administrator.",
    },
    kind_not_supported: Trouble {
        what: "WhatsApp does not take this kind of message.",
        next: "Send the content in another form.",
    },
    their_file: Trouble {
        what: "The customer's file could not be fetched or is larger than 100 MB.",
        next: "Ask the customer to send it again as a smaller file.",
    },
    our_file: Trouble {
        what: "WhatsApp could not use the file.",
        next: "Check its format and size and send it again.",
    },
    only_on_phone: Trouble {
        what: "This message shows in the WhatsApp Business app on the phone only.",
        next: "Open the conversation on the company's phone.",
    },
    phone_sync: Trouble {
        what: "Synchronising with the WhatsApp Business app on the phone is not enabled.",
        next: "Show the details to an administrator.",
    },
    template_missing: Trouble {
        what: "The template does not exist in this language or is not approved.",
        next: "Choose another template.",
    },
    template_data: Trouble {
        what: "The template's data is incomplete or has the wrong format.",
        next: "Fill in the template's fields and send it again.",
    },
    template_too_long: Trouble {
        what: "The template's text is too long once it is filled in.",
        next: "Use shorter texts in the fields.",
    },
    template_policy: Trouble {
        what: "The template's text is against a policy of WhatsApp.",
        next: "Choose another template and tell an administrator.",
    },
    template_paused: Trouble {
        what: "The template is paused because of low quality.",
        next: "Choose another template.",
    },
    template_disabled: Trouble {
        what: "Meta has disabled this template.",
        next: "Choose another template and tell an administrator.",
    },
    flow: Trouble {
        what: "This template's form (Flow) is blocked or limited.",
        next: "Choose another template and tell an administrator.",
    },
    other_what: |code| format!("WhatsApp did not deliver the message (code {code})."),
    other_next: "Try again. If it happens again, show the details to an administrator.",
};
