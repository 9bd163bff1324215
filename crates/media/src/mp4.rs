//! Reads the Opus track of a fragmented MP4 file, as browsers record it. Source: ISO/IEC 14496-12 (boxes, `moof`, `trun`) and
//! "Encapsulation of Opus in ISO Base Media File Format" (`Opus`, `dOps`).
//!
//! Debian's muxer for WebKit writes the last `moof` twice, the first time without its bytes: a `moof` that another one with the
//! same decode time follows at once is left out.

use crate::opus_packet::OpusHead;
use crate::recording::{OpusTrack, RecordingError};
use std::borrow::Cow;

/// The track that is read, as `moov` tells it.
struct Track {
    id: u32,
    head: OpusHead,
    default_sample_size: u32,
}

/// Reads the first Opus track.
///
/// # Errors
/// [`RecordingError::NotOpus`] when there is sound of another kind, [`RecordingError::NoSound`] when the file ends before the tracks
/// are told, [`RecordingError::Broken`] when the track's head cannot be read.
pub fn read(file: &[u8]) -> Result<OpusTrack<'_>, RecordingError> {
    let boxes: Vec<Box<'_>> = boxes(file, 0).collect();
    let movie = boxes
        .iter()
        .find(|one| one.kind == *b"moov")
        .ok_or(RecordingError::NoSound)?;
    let track = opus_track(movie)?;
    let mut packets = Vec::new();
    let fragments = boxes.iter().filter(|one| one.kind == *b"moof");
    let mut following = fragments.clone().skip(1);
    for fragment in fragments {
        let is_repeated = following.next().is_some_and(|next| {
            next.offset == fragment.offset + fragment.length
                && decode_time(next, track.id) == decode_time(fragment, track.id)
        });
        if !is_repeated {
            add_samples(file, fragment, &track, &mut packets);
        }
    }
    // Descriptions may point at the same bytes again and again: a file holds no more sound than bytes.
    let mut left = file.len();
    packets.retain(|packet: &Cow<'_, [u8]>| {
        let fits = packet.len() <= left;
        left -= if fits { packet.len() } else { 0 };
        fits
    });
    Ok(OpusTrack {
        head: track.head,
        packets,
        end_trim: 0,
    })
}

#[derive(Clone, Copy)]
struct Box<'a> {
    kind: [u8; 4],
    /// Where it begins in the file.
    offset: usize,
    /// Its whole length.
    length: usize,
    content: &'a [u8],
}

impl<'a> Box<'a> {
    fn children(&self) -> impl Iterator<Item = Self> + use<'a> {
        boxes(self.content, self.offset + (self.length - self.content.len()))
    }

    fn child(&self, kind: [u8; 4]) -> Option<Self> {
        self.children().find(|one| one.kind == kind)
    }

    fn descendant(&self, path: &[[u8; 4]]) -> Option<Self> {
        path.iter().try_fold(*self, |parent, kind| parent.child(*kind))
    }
}

/// The whole boxes of a stretch that begins at `offset` of the file. One that claims more than there is ends the walk.
fn boxes(mut rest: &[u8], mut offset: usize) -> impl Iterator<Item = Box<'_>> {
    std::iter::from_fn(move || {
        let (size, kind) = (be_u32(rest, 0)?, *rest.get(4..)?.first_chunk()?);
        let (header, length) = match size {
            0 => (8, rest.len()),
            1 => (16, usize::try_from(be_u64(rest, 8)?).ok()?),
            _ => (8, usize::try_from(size).ok()?),
        };
        let content = rest.get(header..length)?;
        let one = Box {
            kind,
            offset,
            length,
            content,
        };
        rest = &rest[length..];
        offset += length;
        Some(one)
    })
}

fn opus_track(movie: &Box<'_>) -> Result<Track, RecordingError> {
    let mut has_other = false;
    for track in movie.children().filter(|one| one.kind == *b"trak") {
        let Some(descriptions) = track.descendant(&[*b"mdia", *b"minf", *b"stbl", *b"stsd"]) else {
            continue;
        };
        // Version, flags and the number of entries stand before the entries.
        let Some(entries) = descriptions.content.get(8..) else {
            continue;
        };
        let Some(entry) = boxes(entries, 0).next() else {
            continue;
        };
        if entry.kind != *b"Opus" {
            has_other = true;
            continue;
        }
        // An audio entry has 28 bytes before its boxes.
        let head = entry
            .content
            .get(28..)
            .and_then(|inside| boxes(inside, 0).find(|one| one.kind == *b"dOps"))
            .and_then(|dops| OpusHead::parse_dops(dops.content))
            .ok_or(RecordingError::Broken)?;
        let id = track
            .child(*b"tkhd")
            .and_then(|header| track_id(header.content))
            .ok_or(RecordingError::Broken)?;
        return Ok(Track {
            id,
            head,
            default_sample_size: default_sample_size(movie, id),
        });
    }
    Err(if has_other {
        RecordingError::NotOpus
    } else {
        RecordingError::NoSound
    })
}

fn track_id(header: &[u8]) -> Option<u32> {
    // The times before it have 4 bytes each in version 0, 8 in version 1.
    be_u32(header, if *header.first()? == 1 { 20 } else { 12 })
}

fn default_sample_size(movie: &Box<'_>, track: u32) -> u32 {
    movie
        .child(*b"mvex")
        .into_iter()
        .flat_map(|extends| extends.children())
        .filter(|one| one.kind == *b"trex" && be_u32(one.content, 4) == Some(track))
        .find_map(|one| be_u32(one.content, 16))
        .unwrap_or(0)
}

fn fragments_of<'a>(fragment: &Box<'a>, track: u32) -> impl Iterator<Item = (Box<'a>, &'a [u8])> + use<'a> {
    fragment
        .children()
        .filter(|one| one.kind == *b"traf")
        .filter_map(|one| one.child(*b"tfhd").map(|header| (one, header.content)))
        .filter(move |(_, header)| be_u32(header, 4) == Some(track))
}

fn decode_time(fragment: &Box<'_>, track: u32) -> Option<u64> {
    let (part, _) = fragments_of(fragment, track).next()?;
    let time = part.child(*b"tfdt")?.content;
    if *time.first()? == 1 {
        be_u64(time, 4)
    } else {
        be_u32(time, 4).map(u64::from)
    }
}

/// Adds the samples of one `moof` whose bytes are there.
fn add_samples<'a>(file: &'a [u8], fragment: &Box<'_>, track: &Track, packets: &mut Vec<Cow<'a, [u8]>>) {
    for (part, header) in fragments_of(fragment, track.id) {
        let Some(defaults) = FragmentDefaults::read(header, fragment.offset, track) else {
            return;
        };
        let mut at = defaults.base;
        for run in part.children().filter(|one| one.kind == *b"trun") {
            if add_run(file, run.content, &defaults, &mut at, packets).is_none() {
                return;
            }
        }
    }
}

struct FragmentDefaults {
    base: usize,
    sample_size: u32,
}

impl FragmentDefaults {
    fn read(header: &[u8], fragment_offset: usize, track: &Track) -> Option<Self> {
        let flags = be_u32(header, 0)? & 0x00FF_FFFF;
        let mut at = 8;
        let mut base = fragment_offset;
        if flags & 0x01 != 0 {
            base = usize::try_from(be_u64(header, at)?).ok()?;
            at += 8;
        }
        // Which description, and how long a sample lasts: neither is needed.
        at += 4 * (flags & 0x02 != 0) as usize + 4 * (flags & 0x08 != 0) as usize;
        let sample_size = if flags & 0x10 != 0 {
            be_u32(header, at)?
        } else {
            track.default_sample_size
        };
        Some(Self { base, sample_size })
    }
}

/// Adds a run's samples; `None` where the file ends or the run contradicts itself.
fn add_run<'a>(
    file: &'a [u8],
    run: &[u8],
    defaults: &FragmentDefaults,
    at: &mut usize,
    packets: &mut Vec<Cow<'a, [u8]>>,
) -> Option<()> {
    let flags = be_u32(run, 0)? & 0x00FF_FFFF;
    let count = be_u32(run, 4)?;
    let mut field = 8;
    if flags & 0x01 != 0 {
        let offset = i32::from_be_bytes(*run.get(field..)?.first_chunk()?);
        *at = defaults.base.checked_add_signed(isize::try_from(offset).ok()?)?;
        field += 4;
    }
    field += 4 * (flags & 0x04 != 0) as usize;
    let words = |flag: u32| (flags & flag != 0) as usize;
    let sample_length = 4 * (words(0x100) + words(0x200) + words(0x400) + words(0x800));
    for _ in 0..count {
        let size = if flags & 0x200 != 0 {
            be_u32(run, field + 4 * words(0x100))?
        } else {
            defaults.sample_size
        };
        field += sample_length;
        // Samples of nothing would never end a run that claims four billion of them.
        let size = usize::try_from(size).ok().filter(|size| *size > 0)?;
        let end = at.checked_add(size)?;
        packets.push(Cow::Borrowed(file.get(*at..end)?));
        *at = end;
    }
    Some(())
}

fn be_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|four| u32::from_be_bytes(*four))
}

fn be_u64(bytes: &[u8], at: usize) -> Option<u64> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|eight| u64::from_be_bytes(*eight))
}
