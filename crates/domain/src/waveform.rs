//! The bars that a player draws of a sound. Whoever decoded it first makes them, and they are kept with the message.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// How many bars a sound has, as on a phone.
pub const BARS: usize = 64;
/// How many heights a bar can have.
const LEVELS: u16 = 64;
/// A bar is one of these characters, the lowest first (RFC 4648 §5).
const LETTERS: &[u8; LEVELS as usize] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A waveform of [`BARS`] bars. On the wire a string with a character for each bar: a thread may have hundreds of them. Boxed, because most
/// messages have none and should not have room for one.
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
pub struct Waveform(Box<[u8; BARS]>);

impl Waveform {
    /// From heights of 0 to 100, as `media::peaks` gives them; larger ones count as 100. `None`: not [`BARS`] of them.
    #[must_use]
    pub fn from_heights(heights: &[u8]) -> Option<Self> {
        let heights: &[u8; BARS] = heights.try_into().ok()?;
        let top = LEVELS - 1;
        // At most 63, so nothing is cut off.
        Some(Self(Box::new(heights.map(|height| {
            ((u16::from(height.min(100)) * top + 50) / 100) as u8
        }))))
    }

    /// The heights, from 0 to 100. They are coarser than those that it was made from: there are 64 of them.
    #[must_use]
    pub fn heights(&self) -> [u8; BARS] {
        let top = LEVELS - 1;
        self.0
            .map(|level| ((u16::from(level) * 100 + top / 2) / top) as u8)
    }

    /// From its form on the wire; `None`: it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let letters: &[u8; BARS] = text.as_bytes().try_into().ok()?;
        let mut levels = [0; BARS];
        for (level, letter) in levels.iter_mut().zip(letters) {
            *level = u8::try_from(LETTERS.iter().position(|one| one == letter)?).ok()?;
        }
        Some(Self(Box::new(levels)))
    }
}

impl fmt::Display for Waveform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self
            .0
            .iter()
            .map(|level| char::from(LETTERS[usize::from(*level)]))
            .collect();
        f.write_str(&text)
    }
}

impl fmt::Debug for Waveform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Waveform({self})")
    }
}

impl Serialize for Waveform {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Waveform {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("a waveform has 64 characters of base64url"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_keep_their_shape() {
        let heights: Vec<u8> = (0..64_u16).map(|bar| (bar * 100 / 63) as u8).collect();
        let waveform = Waveform::from_heights(&heights).unwrap();
        for (told, kept) in heights.iter().zip(waveform.heights()) {
            assert!(told.abs_diff(kept) <= 1, "{told} {kept}");
        }
        assert_eq!(waveform.heights()[0], 0);
        assert_eq!(waveform.heights()[63], 100);
        // Nothing is lost a second time.
        assert_eq!(
            Waveform::from_heights(&waveform.heights()).as_ref(),
            Some(&waveform)
        );
        assert_eq!(
            Waveform::from_heights(&[255; BARS]).unwrap().heights(),
            [100; BARS]
        );
    }

    #[test]
    fn a_waveform_is_one_character_a_bar() {
        let mut heights = [0; BARS];
        heights[1] = 100;
        heights[2] = 50;
        let waveform = Waveform::from_heights(&heights).unwrap();
        let text = waveform.to_string();
        assert_eq!(&text[..4], "A_gA");
        assert_eq!(Waveform::parse(&text).as_ref(), Some(&waveform));
        let json = serde_json::to_string(&waveform).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Waveform>(&json).unwrap(), waveform);
    }

    #[test]
    fn what_is_no_waveform_is_refused() {
        assert_eq!(Waveform::from_heights(&[1; 63]), None);
        for text in ["", "AAAA", &"A".repeat(65), &"é".repeat(32), &"=".repeat(64)] {
            assert_eq!(Waveform::parse(text), None, "{text}");
        }
        assert!(serde_json::from_str::<Waveform>("[1,2]").is_err());
    }
}
