//! Words of files, in English.

use crate::i18n::messages::media::MediaMessages;

pub(super) const MEDIA: MediaMessages = MediaMessages {
    attach: "Attach",
    drop_here: "Drop the files here to attach them",
    tray: "Files to send",
    remove: |name| format!("Remove {name}"),
    caption: "Caption",
    send: |count| match count {
        1 => "Send 1 file".to_owned(),
        count => format!("Send {count} files"),
    },
    preparing: "Preparing…",
    smaller_image: "Send a smaller image",
    as_document: "Send as a document",
    image_too_large: |limit| format!("The image is larger than {limit}, WhatsApp's limit for photos."),
    too_large: |limit| format!("The file is larger than {limit}, WhatsApp's limit for this type."),
    empty: "The file is empty (0 bytes).",
    type_refused: "WhatsApp does not take this type of file.",
    cannot_open_image: "This browser cannot open the image to make it smaller.",
    vanished: "The file is no longer on this device, or has changed since it was chosen. Choose it again.",
    not_here: "The file is no longer on this device.",
    wants_image: "A photo (JPEG or PNG) is needed here.",
    wants_video: "A video (MP4 or 3GP) is needed here.",
    leave_out: "Remove the files that cannot be sent.",
    goes_with_page: "There is no room to keep it on this device until it is sent: if the page closes first, choose it again.",
    uploading: |percent| format!("Uploading file: {percent}%"),
    cancel_upload: "Cancel upload",
    pasted_image: "Pasted image",
    fetch_failed: "The file could not be fetched again.",
    refused_missing: "The server no longer has the file. Send it again.",
};
