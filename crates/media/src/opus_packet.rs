//! Opus packets and the head of an Opus stream. Source: RFC 6716 §3.1 (the TOC byte) and RFC 7845 §5.1 (`OpusHead`).

/// Samples a second: Opus counts at 48 kHz whatever the microphone's rate was.
pub const SAMPLE_RATE: u64 = 48_000;

/// The longest packet that RFC 6716 allows: 120 ms.
const LONGEST_PACKET: u64 = 5_760;

/// What decoders throw away at the start when the recorder did not say: libopus' own delay at 48 kHz, in samples.
const USUAL_PRE_SKIP: u16 = 312;
/// Less than this cannot be right: no encoder has so little delay, and checkers complain.
const LEAST_PRE_SKIP: u16 = 120;

/// How long one packet sounds, in samples at 48 kHz; `None` when it is no Opus packet.
#[must_use]
pub fn duration(packet: &[u8]) -> Option<u64> {
    let toc = *packet.first()?;
    let config = toc >> 3;
    let frame = match config {
        0..=11 => [480, 960, 1_920, 2_880][usize::from(config & 3)],
        12..=15 => [480, 960][usize::from(config & 1)],
        _ => [120, 240, 480, 960][usize::from(config & 3)],
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u64::from(packet.get(1)? & 0x3F),
    };
    let samples = frame * frames;
    (samples > 0 && samples <= LONGEST_PACKET).then_some(samples)
}

/// The head of an Opus stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpusHead {
    /// How many channels were recorded.
    pub channels: u8,
    /// Samples at 48 kHz that a decoder throws away at the start.
    pub pre_skip: u16,
    /// The microphone's rate in Hz; says nothing about the stream.
    pub input_sample_rate: u32,
    /// Gain in 1/256 dB.
    pub output_gain: i16,
    /// 0 for mono and stereo.
    pub mapping_family: u8,
}

impl OpusHead {
    /// The length of a head of mapping family 0, in bytes.
    const LENGTH: usize = 19;

    /// Reads the packet that begins an Ogg or WebM stream. `None`: it is none, or of a newer major version.
    #[must_use]
    pub fn parse(packet: &[u8]) -> Option<Self> {
        let head: &[u8; Self::LENGTH] = packet.first_chunk()?;
        let is_known = head.starts_with(b"OpusHead") && head[8] & 0xF0 == 0;
        is_known.then(|| Self {
            channels: head[9],
            pre_skip: u16::from_le_bytes([head[10], head[11]]),
            input_sample_rate: u32::from_le_bytes([head[12], head[13], head[14], head[15]]),
            output_gain: i16::from_le_bytes([head[16], head[17]]),
            mapping_family: head[18],
        })
    }

    /// Reads the content of MP4's `dOps` box, which says the same with the bytes of numbers in the other order. `None`: too short,
    /// or of another version. Source: "Encapsulation of Opus in ISO Base Media File Format" §4.3.2.
    ///
    /// GStreamer's older muxer, which WebKit on Linux uses, leaves the numbers as Ogg has them: a rate that no microphone has
    /// gives it away.
    #[must_use]
    pub fn parse_dops(dops: &[u8]) -> Option<Self> {
        const HIGHEST_RATE: u32 = 768_000;
        let head: &[u8; 11] = dops.first_chunk()?;
        let (pre_skip, rate, gain) = (
            [head[2], head[3]],
            [head[4], head[5], head[6], head[7]],
            [head[8], head[9]],
        );
        let is_reversed = u32::from_be_bytes(rate) > HIGHEST_RATE && u32::from_le_bytes(rate) <= HIGHEST_RATE;
        let (pre_skip, input_sample_rate, output_gain) = if is_reversed {
            (
                u16::from_le_bytes(pre_skip),
                u32::from_le_bytes(rate),
                i16::from_le_bytes(gain),
            )
        } else {
            (
                u16::from_be_bytes(pre_skip),
                u32::from_be_bytes(rate),
                i16::from_be_bytes(gain),
            )
        };
        (head[0] == 0).then_some(Self {
            channels: head[1],
            pre_skip,
            input_sample_rate,
            output_gain,
            mapping_family: head[10],
        })
    }

    /// The same with a pre-skip that an encoder can have had: Chromium's WebM says 0.
    #[must_use]
    pub fn with_sound_pre_skip(self) -> Self {
        let pre_skip = if self.pre_skip < LEAST_PRE_SKIP {
            USUAL_PRE_SKIP
        } else {
            self.pre_skip
        };
        Self { pre_skip, ..self }
    }

    /// The packet that begins an Ogg stream.
    #[must_use]
    pub fn to_packet(self) -> Vec<u8> {
        let mut packet = Vec::with_capacity(Self::LENGTH);
        packet.extend_from_slice(b"OpusHead");
        packet.extend_from_slice(&[1, self.channels]);
        packet.extend_from_slice(&self.pre_skip.to_le_bytes());
        packet.extend_from_slice(&self.input_sample_rate.to_le_bytes());
        packet.extend_from_slice(&self.output_gain.to_le_bytes());
        packet.push(self.mapping_family);
        packet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_sounds_as_long_as_its_first_bytes_say() {
        let cases: [(&[u8], Option<u64>); 12] = [
            // SILK 10 ms, 60 ms; hybrid 20 ms; CELT 2.5 ms, 20 ms.
            (&[0x00], Some(480)),
            (&[0x18], Some(2_880)),
            (&[0x68], Some(960)),
            (&[0x80], Some(120)),
            (&[0x98], Some(960)),
            // Two frames, equal or not.
            (&[0x99, 0], Some(1_920)),
            (&[0x9A, 0], Some(1_920)),
            // Chromium's packets: three frames of 20 ms.
            (&[0xFB, 3], Some(2_880)),
            // No frame, too many, no byte that tells, nothing.
            (&[0xFB, 0], None),
            (&[0xFB, 7], None),
            (&[0xFB], None),
            (&[], None),
        ];
        for (packet, expected) in cases {
            assert_eq!(duration(packet), expected, "{packet:02x?}");
        }
    }

    #[test]
    fn a_head_reads_back_from_either_form() {
        let head = OpusHead {
            channels: 1,
            pre_skip: 3_840,
            input_sample_rate: 44_100,
            output_gain: -256,
            mapping_family: 0,
        };
        assert_eq!(OpusHead::parse(&head.to_packet()), Some(head));
        let dops = [0, 1, 0x0F, 0x00, 0, 0, 0xAC, 0x44, 0xFF, 0x00, 0];
        assert_eq!(OpusHead::parse_dops(&dops), Some(head));
        let gstreamers = [0, 1, 0x00, 0x0F, 0x44, 0xAC, 0, 0, 0x00, 0xFF, 0];
        assert_eq!(OpusHead::parse_dops(&gstreamers), Some(head));
        assert_eq!(OpusHead::parse_dops(&dops[..10]), None);
        assert_eq!(OpusHead::parse(b"OpusHead"), None);
        assert_eq!(OpusHead::parse(b"OpusHead\x11\x01\0\0\0\0\0\0\0\0\0"), None);
    }

    #[test]
    fn a_pre_skip_that_no_encoder_has_becomes_the_usual_one() {
        let with = |pre_skip| OpusHead {
            channels: 1,
            pre_skip,
            input_sample_rate: 48_000,
            output_gain: 0,
            mapping_family: 0,
        };
        for (told, used) in [(0, 312), (119, 312), (120, 120), (312, 312), (3_840, 3_840)] {
            assert_eq!(with(told).with_sound_pre_skip().pre_skip, used);
        }
    }
}
