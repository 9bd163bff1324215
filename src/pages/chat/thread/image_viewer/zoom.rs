//! How near a picture is, and where. Pure.

/// The nearest.
const NEAREST: f64 = 8.0;
/// How far an arrow moves a picture, in CSS pixels.
const ARROW: f64 = 80.0;

/// How near, and how far the picture's middle is from that of the screen, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Zoom {
    scale: f64,
    x: f64,
    y: f64,
}

impl Default for Zoom {
    fn default() -> Self {
        Self {
            scale: 1.0,
            x: 0.0,
            y: 0.0,
        }
    }
}

impl Zoom {
    /// Whether the whole picture is on screen.
    pub fn is_whole(&self) -> bool {
        self.scale <= 1.0
    }

    /// Comes nearer by a factor; what is at `point`, from the screen's middle, stays there.
    pub fn by(&mut self, factor: f64, point: (f64, f64)) {
        let scale = (self.scale * factor).clamp(1.0, NEAREST);
        let factor = scale / self.scale;
        self.x = point.0 - (point.0 - self.x) * factor;
        self.y = point.1 - (point.1 - self.y) * factor;
        self.scale = scale;
        if self.is_whole() {
            *self = Self::default();
        }
    }

    /// Moves a picture that is near; a whole one stays in the middle.
    pub fn drag(&mut self, x: f64, y: f64) {
        if !self.is_whole() {
            self.x += x;
            self.y += y;
        }
    }

    /// The same for CSS.
    pub fn transform(&self) -> String {
        format!(
            "translate({:.1}px, {:.1}px) scale({:.3})",
            self.x, self.y, self.scale
        )
    }
}

/// How far a key moves a picture that is near: away from what one wants to see.
pub(super) fn step_of(key: &str) -> Option<(f64, f64)> {
    Some(match key {
        "ArrowLeft" => (ARROW, 0.0),
        "ArrowRight" => (-ARROW, 0.0),
        "ArrowUp" => (0.0, ARROW),
        "ArrowDown" => (0.0, -ARROW),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let mut zoom = Zoom::default();
        zoom.by(2.0, (100.0, -40.0));
        // Twice as near, the point that was at (100, -40) is at (200, -80) of the picture, which moved back by as much.
        assert_eq!((zoom.scale, zoom.x, zoom.y), (2.0, -100.0, 40.0));
        zoom.by(0.5, (100.0, -40.0));
        assert_eq!(zoom, Zoom::default());
    }

    #[test]
    fn arrows_show_what_lies_their_way() {
        let mut zoom = Zoom::default();
        zoom.by(2.0, (0.0, 0.0));
        for (key, place) in [
            ("ArrowRight", (-ARROW, 0.0)),
            ("ArrowDown", (-ARROW, -ARROW)),
            ("ArrowLeft", (0.0, -ARROW)),
            ("ArrowUp", (0.0, 0.0)),
        ] {
            let (x, y) = step_of(key).expect("an arrow");
            zoom.drag(x, y);
            assert_eq!((zoom.x, zoom.y), place, "{key}");
        }
        assert_eq!(step_of("+"), None);
    }

    #[test]
    fn nearness_has_limits_and_a_whole_picture_stays() {
        let mut zoom = Zoom::default();
        zoom.drag(50.0, 50.0);
        zoom.by(0.1, (9.0, 9.0));
        assert_eq!(zoom, Zoom::default());
        zoom.by(100.0, (0.0, 0.0));
        zoom.drag(5.0, -5.0);
        assert_eq!((zoom.scale, zoom.x, zoom.y), (NEAREST, 5.0, -5.0));
    }
}
