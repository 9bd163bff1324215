//! Ogg/Opus: reads what Firefox records, writes what WhatsApp takes. Source: RFC 3533 (Ogg) and RFC 7845 (Opus in it).

use crate::opus_packet::{self, OpusHead, SAMPLE_RATE};
use crate::recording::{OpusTrack, RecordingError};
use ::ogg::{PacketReader, PacketWriteEndInfo, PacketWriter};
use std::borrow::Cow;
use std::io::Cursor;

/// The number of the one stream in what we write; any will do.
const SERIAL: u32 = 0x5043_6861;
/// The most segments of a page; a packet takes one for each 255 bytes and one more.
const PAGE_SEGMENTS: usize = 255;

/// Reads the first Opus stream. A file that is cut keeps its whole pages.
///
/// # Errors
/// [`RecordingError::NotOpus`] when the first packet is no head of Opus, [`RecordingError::NoSound`] when there is not even that.
pub fn read(file: &[u8]) -> Result<OpusTrack<'_>, RecordingError> {
    let mut reader = PacketReader::new(Cursor::new(file));
    let mut head = None;
    let mut has_tags = false;
    let mut packets = Vec::new();
    let mut total: u64 = 0;
    let mut page_start = 0;
    let mut first_page = None;
    let mut last_granule = None;
    while let Ok(Some(packet)) = reader.read_packet() {
        let Some((serial, _)) = head else {
            let found = OpusHead::parse(&packet.data).ok_or(RecordingError::NotOpus)?;
            head = Some((packet.stream_serial(), found));
            continue;
        };
        if packet.stream_serial() != serial {
            continue;
        }
        if !has_tags {
            has_tags = true;
            continue;
        }
        if packet.first_in_page() {
            page_start = total;
        }
        total += opus_packet::duration(&packet.data).unwrap_or(0);
        if packet.last_in_page() {
            let granule = packet.absgp_page();
            first_page.get_or_insert(granule.saturating_sub(total - page_start));
            last_granule = packet.last_in_stream().then_some(granule);
        }
        packets.push(Cow::Owned(packet.data));
    }
    let (_, head) = head.ok_or(RecordingError::NoSound)?;
    // A stream that was joined late begins above 0; one that has ended properly may end within its last page.
    let heard = last_granule.map(|last| last.saturating_sub(first_page.unwrap_or(0)));
    let end_trim = heard.map_or(0, |heard| total.saturating_sub(heard).min(total - page_start));
    Ok(OpusTrack {
        head,
        packets,
        end_trim,
    })
}

/// Writes a track as an Ogg/Opus file with pages of about a second. `None` when it cannot be told in Ogg (a packet over 64 KB).
pub(crate) fn write(head: OpusHead, packets: &[Cow<'_, [u8]>], end_trim: u64) -> Option<Vec<u8>> {
    let bytes: usize = packets.iter().map(|packet| packet.len()).sum();
    let mut writer = PacketWriter::new(Vec::with_capacity(bytes + bytes / 64 + 4_096));
    let mut put = |packet: &[u8], end, granule| {
        let packet = Cow::Owned(packet.to_vec());
        writer.write_packet(packet, SERIAL, end, granule).ok()
    };
    put(&head.to_packet(), PacketWriteEndInfo::EndPage, 0)?;
    put(&tags(), PacketWriteEndInfo::EndPage, 0)?;
    let (mut granule, mut page_begins, mut segments) = (0, 0, 0);
    for (index, packet) in packets.iter().enumerate() {
        let samples = opus_packet::duration(packet)?;
        granule += samples;
        segments += packet.len() / 255 + 1;
        let next = packets.get(index + 1).map(|next| next.len() / 255 + 1);
        let end = match next {
            None => PacketWriteEndInfo::EndStream,
            Some(next) if granule - page_begins >= SAMPLE_RATE || segments + next > PAGE_SEGMENTS => {
                page_begins = granule;
                segments = 0;
                PacketWriteEndInfo::EndPage
            }
            Some(_) => PacketWriteEndInfo::NormalPacket,
        };
        let heard = if next.is_none() {
            granule.saturating_sub(end_trim)
        } else {
            granule
        };
        put(packet, end, heard)?;
    }
    Some(writer.into_inner())
}

/// `OpusTags`: who wrote the file, and nothing else. RFC 7845 §5.2.
fn tags() -> Vec<u8> {
    const VENDOR: &[u8] = b"PerfectChat";
    let mut packet = b"OpusTags".to_vec();
    packet.extend_from_slice(&(VENDOR.len() as u32).to_le_bytes());
    packet.extend_from_slice(VENDOR);
    packet.extend_from_slice(&0u32.to_le_bytes());
    packet
}
