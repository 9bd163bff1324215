//! The waveform that a player draws.

/// How many bars a voice note's waveform has, as on a phone.
pub const BARS: usize = 64;

/// The loudness of `bars` equal stretches of decoded sound (samples from −1 to 1), each from 0 to 100, the loudest at 100. Loudness is
/// the root of the mean square, which follows what one hears better than single samples do. Silence and nothing at all are all 0.
#[must_use]
pub fn peaks(samples: &[f32], bars: usize) -> Vec<u8> {
    // Below this everything is the noise of the microphone: about −54 dB.
    const SILENCE: f32 = 0.002;
    let loudness: Vec<f32> = (0..bars)
        .map(|bar| {
            let stretch = &samples[bar * samples.len() / bars..(bar + 1) * samples.len() / bars];
            let energy: f32 = stretch
                .iter()
                .filter(|one| one.is_finite())
                .map(|one| one * one)
                .sum();
            if stretch.is_empty() {
                0.0
            } else {
                (energy / stretch.len() as f32).sqrt()
            }
        })
        .collect();
    let loudest = loudness.iter().copied().fold(SILENCE, f32::max);
    loudness
        .iter()
        // A float becomes a whole number by cutting; it is between 0 and 100.
        .map(|one| {
            if *one < SILENCE {
                0
            } else {
                (one / loudest * 100.0).round() as u8
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn louder_stretches_have_higher_bars() {
        let tone = |level: f32| (0..4_800).map(move |index| level * (index as f32 * 0.06).sin());
        let samples: Vec<f32> = tone(0.25)
            .chain(tone(0.5))
            .chain(tone(0.0))
            .chain(tone(1.0))
            .collect();
        assert_eq!(peaks(&samples, 4), [25, 50, 0, 100]);
    }

    #[test]
    fn quiet_speech_fills_the_height_and_silence_stays_flat() {
        assert_eq!(peaks(&[0.01, -0.01, 0.005, -0.005], 2), [100, 50]);
        assert_eq!(peaks(&[0.001; 100], 4), [0; 4]);
        assert_eq!(peaks(&[], 3), [0; 3]);
        assert_eq!(peaks(&[f32::NAN, f32::INFINITY, 0.5], 1), [100]);
        assert_eq!(peaks(&[0.5, 0.5], 0), [0; 0]);
    }

    #[test]
    fn fewer_samples_than_bars_leave_bars_empty() {
        assert_eq!(peaks(&[1.0, 1.0], 4), [0, 100, 0, 100]);
    }
}
