//! Which square of a picture is to be kept. Pure.

/// The nearest.
const NEAREST: f64 = 8.0;

/// A square inside a picture, in the picture's own pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Crop {
    width: f64,
    height: f64,
    zoom: f64,
    x: f64,
    y: f64,
}

impl Crop {
    /// The largest one, in the middle.
    pub fn of(width: f64, height: f64) -> Self {
        let (width, height) = (width.max(1.0), height.max(1.0));
        let side = width.min(height);
        Self {
            width,
            height,
            zoom: 1.0,
            x: (width - side) / 2.0,
            y: (height - side) / 2.0,
        }
    }

    /// Its side.
    pub fn side(&self) -> f64 {
        self.width.min(self.height) / self.zoom
    }

    /// Its upper left corner.
    pub const fn corner(&self) -> (f64, f64) {
        (self.x, self.y)
    }

    /// Comes nearer by a factor; its middle stays.
    pub fn by(&mut self, factor: f64) {
        let before = self.side();
        self.zoom = (self.zoom * factor).clamp(1.0, NEAREST);
        let gained = (before - self.side()) / 2.0;
        self.x += gained;
        self.y += gained;
        self.keep_inside();
    }

    /// The picture is moved below it, by parts of its side.
    pub fn drag(&mut self, x: f64, y: f64) {
        self.x -= x * self.side();
        self.y -= y * self.side();
        self.keep_inside();
    }

    fn keep_inside(&mut self) {
        let side = self.side();
        self.x = self.x.clamp(0.0, (self.width - side).max(0.0));
        self.y = self.y.clamp(0.0, (self.height - side).max(0.0));
    }

    /// How wide the picture is for CSS, seen from the frame that shows the square.
    pub fn css_width(&self) -> String {
        format!("{:.3}%", self.width / self.side() * 100.0)
    }

    /// Where it lies for CSS.
    pub fn css_transform(&self) -> String {
        format!(
            "translate({:.3}%, {:.3}%)",
            -self.x / self.width * 100.0,
            -self.y / self.height * 100.0
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_begins_with_all_that_fits() {
        let crop = Crop::of(400.0, 300.0);
        assert_eq!((crop.side(), crop.corner()), (300.0, (50.0, 0.0)));
        assert_eq!(crop.css_width(), "133.333%");
        assert_eq!(crop.css_transform(), "translate(-12.500%, -0.000%)");
    }

    #[test]
    fn nearer_keeps_the_middle_and_dragging_goes_along_with_the_hand() {
        let mut crop = Crop::of(400.0, 400.0);
        crop.by(2.0);
        assert_eq!((crop.side(), crop.corner()), (200.0, (100.0, 100.0)));
        crop.drag(0.25, -0.25);
        assert_eq!(crop.corner(), (50.0, 150.0));
    }

    proptest! {
        #[test]
        fn it_never_leaves_the_picture(
            size in (1.0..5_000.0_f64, 1.0..5_000.0_f64),
            steps in prop::collection::vec((0.2..4.0_f64, -3.0..3.0_f64, -3.0..3.0_f64), 0..20),
        ) {
            let mut crop = Crop::of(size.0, size.1);
            for (factor, x, y) in steps {
                crop.by(factor);
                crop.drag(x, y);
                let (left, above) = crop.corner();
                prop_assert!(left >= 0.0 && above >= 0.0);
                prop_assert!(left + crop.side() <= size.0 + 1e-6);
                prop_assert!(above + crop.side() <= size.1 + 1e-6);
            }
        }
    }
}
